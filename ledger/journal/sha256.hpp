#pragma once
#include <initializer_list>
#include <span>
#include <vector>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// SHA-256 of the concatenation. Pure, any thread.
Hash sha256(std::initializer_list<BytesView> parts);
inline Hash sha256(BytesView bytes) { return sha256({bytes}); }

/// RFC 6962 section 2.1: SHA-256(0x00 || bytes) and SHA-256(0x01 || left || right).
Hash leaf_hash(BytesView bytes);
Hash node_hash(const Hash& left, const Hash& right);

/// The same of each, and of each two neighbours, where one that is left over joins nothing: many at
/// once cost a third (sha256_lanes.hpp).
std::vector<Hash> leaf_hashes(std::span<const Bytes> leaves);
std::vector<Hash> leaf_hashes(std::span<const BytesView> leaves);
std::vector<Hash> node_hashes(std::span<const Hash> pairs);

}  // namespace ledger
