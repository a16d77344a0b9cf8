#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/journal/journal.hpp"

namespace ledger {

/// How a log once was, as somebody outside remembers it.
struct KnownCheckpoint {
    std::string origin;
    std::uint64_t size;
    Hash root;
};

/// The three lines of a C2SP checkpoint, whoever has signed it; nothing where it is none. Pure.
std::optional<KnownCheckpoint> checkpoint_in(const std::string& note);

/// What stands in a file that somebody kept. Throws JournalUnavailable where it cannot be read, or
/// holds none.
KnownCheckpoint known_checkpoint_in(const std::filesystem::path& file);

/// Throws JournalDamaged unless the log holds all that the checkpoint is about: a copy of an
/// earlier day is shorter, and another history has another root. The log is held against what is
/// remembered, not the other way round, so a signature adds nothing here. Throws
/// JournalUnavailable where the file is no checkpoint of this log.
void hold_against_known(const Journal& journal, const std::filesystem::path& file);

}  // namespace ledger
