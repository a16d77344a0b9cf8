#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/journal/journal.hpp"

namespace meterbook {

/// In a folder of backups: what is being copied, or was broken off; it counts as nothing.
inline constexpr const char* unfinished_name = "unfinished";

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

/// One of those in a folder.
struct StandingBackup {
    std::filesystem::path directory;
    BackupRecord record;
};

/// Those that stand in a folder, in no order. One whose record cannot be read hides no other: it is
/// left out, and `tell` is told why. Throws filesystem_error where the folder is there and cannot
/// be read.
std::vector<StandingBackup> backups_in(const std::filesystem::path& folder,
                                       const std::function<void(const std::string& why)>& tell);

/// One that is left out, for whoever waits at a terminal.
void warn_of(const std::string& why);

/// The backup in this directory, or the newest one of those that stand in it; nothing where there
/// is none. Throws Cannot where the record in this very directory cannot be read.
std::optional<std::filesystem::path> newest_backup(const std::filesystem::path& directory);

}  // namespace meterbook
