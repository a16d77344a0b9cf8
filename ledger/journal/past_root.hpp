#pragma once
#include "ledger/journal/journal.hpp"

namespace ledger {

/// The Merkle root over the first `size` events of a log that has as many: what a checkpoint of
/// that time says. Reads the tiles below it and fewer than 256 events. Throws JournalDamaged where
/// one is missing.
Hash root_at(const Journal& journal, std::uint64_t size);

}  // namespace ledger
