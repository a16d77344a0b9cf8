#pragma once
#include <filesystem>

#include "ledger/journal/journal.hpp"

namespace meterbook {

/// Writes a log up to a position into a directory that is not there yet: the same frames, of the
/// same name, with the checkpoints that were signed by then. What was committed at once stays
/// together, so it ends with the last frame that is whole by then. Gives the head that it ends
/// with.
ledger::Head write_until(const ledger::Journal& from, ledger::Position to,
                         const std::filesystem::path& directory);

}  // namespace meterbook
