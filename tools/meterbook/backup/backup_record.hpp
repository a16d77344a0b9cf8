#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/journal/journal.hpp"

namespace meterbook {

/// What a backup holds, in the file BACKUP.json beside its journal: written when every event in it
/// was hashed again, so that a backup without one is none.
struct BackupRecord {
    std::string store;  ///< which log, as hex
    std::uint64_t position;
    std::uint64_t frames;
    std::string chain;
    std::string root;
    std::string taken_at;
    std::uint64_t copied_bytes;
    std::uint64_t shared_bytes;  ///< in tables that the backup before holds, too
};

/// Of a journal as it is.
BackupRecord record_of(const ledger::Journal& journal);

void write_record(const std::filesystem::path& backup, const BackupRecord& record);

/// Nothing where this directory is no backup. Throws Cannot where its record cannot be read.
std::optional<BackupRecord> read_record(const std::filesystem::path& backup);

/// The backup in this directory, or the newest one of those that stand in it; nothing where there
/// is none.
std::optional<std::filesystem::path> newest_backup(const std::filesystem::path& directory);

}  // namespace meterbook
