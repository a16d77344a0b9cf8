#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace api {

/// One backup whose every event was hashed again when it was taken.
struct KeptBackup {
    std::string name;
    std::string store;  ///< which log, as hex
    std::uint64_t position;
    std::string root;
    std::string taken_at;
    std::uint64_t copied_bytes;
    std::uint64_t shared_bytes;  ///< in tables that the backup before holds, too
};

/// What came of the copy that this process began last.
struct LastCopy {
    bool is_running;
    bool is_done;       ///< it is one of the backups now
    std::string fault;  ///< why it is not
};

/// A journal that was frozen for whoever copies it, and what a copy has to hold at least.
struct FrozenJournal {
    std::filesystem::path directory;
    std::uint64_t position;
    std::string root;  ///< as hex, of that many events
};

/// Where backups of this book stand, and what copies it there. Any thread.
struct BackupShelf {
    std::function<std::vector<KeptBackup>()> kept;  ///< as they were seen last
    std::function<std::optional<LastCopy>()> last;  ///< none: none was begun
    /// Copies what was frozen, which goes with the copy. False where one is under way; then, and
    /// where it throws, what was frozen is left to the caller.
    std::function<bool(const FrozenJournal& frozen)> begin;
};

}  // namespace api
