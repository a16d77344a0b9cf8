#pragma once
#include <initializer_list>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// SHA-256 of the concatenation. Pure, any thread.
Hash sha256(std::initializer_list<BytesView> parts);
inline Hash sha256(BytesView bytes) { return sha256({bytes}); }

/// RFC 6962 section 2.1: SHA-256(0x00 || bytes) and SHA-256(0x01 || left || right).
Hash leaf_hash(BytesView bytes);
Hash node_hash(const Hash& left, const Hash& right);

}  // namespace ledger
