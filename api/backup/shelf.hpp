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

/// Where backups of this book stand, and what copies it there. Any thread.
struct BackupShelf {
    std::function<std::vector<KeptBackup>()> kept;  ///< by name
    std::function<std::optional<LastCopy>()> last;  ///< none: none was begun
    /// Copies this frozen book, which goes with the copy. False where one is under way.
    std::function<bool(const std::filesystem::path& frozen)> begin;
};

}  // namespace api
