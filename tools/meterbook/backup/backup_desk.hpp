#pragma once
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <sys/types.h>

#include "api/backup/shelf.hpp"

namespace meterbook {

/// The backups in a folder, and the program that copies a frozen book into it: a process of its
/// own, so that a dead disk holds up nobody who sells. Any thread.
class BackupDesk {
public:
    /// `program` is this one: it is run as "PROGRAM backup BOOK TARGET --frozen DIR".
    BackupDesk(std::filesystem::path program, std::filesystem::path book,
               std::filesystem::path target);
    ~BackupDesk();  ///< ends a copy that is under way; the next one begins anew
    BackupDesk(const BackupDesk&) = delete;
    BackupDesk& operator=(const BackupDesk&) = delete;

    std::vector<api::KeptBackup> kept() const;
    std::optional<api::LastCopy> last() const;
    bool begin(const std::filesystem::path& frozen);

    api::BackupShelf shelf();

private:
    void wait_for(pid_t copier, int said, const std::filesystem::path& frozen);

    const std::filesystem::path program_, book_, target_;
    mutable std::mutex mutex_;
    std::optional<api::LastCopy> last_;
    pid_t copier_ = 0;  ///< 0: none runs
    std::thread waiting_;
};

}  // namespace meterbook
