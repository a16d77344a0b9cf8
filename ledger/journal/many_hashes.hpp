#pragma once
#include <span>
#include <vector>

#include "ledger/values/bytes.hpp"

namespace ledger {

// What sha256.hpp computes, for many at once: sixteen go through one processor side by side, a word
// of each in every register (FIPS 180-4). For who hashes a whole log again.

/// The leaf hash of each, in their order. Pure, any thread.
std::vector<Hash> leaf_hashes(std::span<const BytesView> entries);

/// The node hash over each two that follow each other; one that is left over joins nothing. Pure,
/// any thread.
std::vector<Hash> node_hashes(std::span<const Hash> level);

}  // namespace ledger
