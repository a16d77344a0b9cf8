#pragma once
#include <span>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// hashes[i] = SHA-256(prefix || messages[i]), eight or sixteen messages side by side in the lanes
/// of one vector, as the processor has them: a short message costs a third of what it costs alone
/// (FIPS 180-4 section 6.2). Pure, any thread. As many hashes as messages; they may lie over
/// messages that stand before them.
void sha256_of_each(char prefix, std::span<const BytesView> messages, std::span<Hash> hashes);

}  // namespace ledger
