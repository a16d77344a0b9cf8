#pragma once
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "api/backup/shelf.hpp"

namespace meterbook {

/// The backups in a folder, and the program that copies a frozen book into it: a process of its
/// own, and a thread of its own that looks, so that a dead disk holds up nobody who sells. Any
/// thread.
class BackupDesk {
public:
    /// `program` is this one: it is run as "PROGRAM backup BOOK TARGET --frozen DIR …". `patience`:
    /// how long a copy, and the disk, are waited for in the end.
    BackupDesk(std::filesystem::path program, std::filesystem::path book,
               std::filesystem::path target,
               std::chrono::milliseconds patience = std::chrono::seconds(5));
    ~BackupDesk();  ///< ends a copy that is under way; the next one begins anew
    BackupDesk(const BackupDesk&) = delete;
    BackupDesk& operator=(const BackupDesk&) = delete;

    /// As they are; where the disk does not answer at once, as they were seen last.
    std::vector<api::KeptBackup> kept() const;
    std::optional<api::LastCopy> last() const;

    /// False: a copy is under way. Throws Cannot: the program cannot be run.
    bool begin(const api::FrozenJournal& frozen);

    api::BackupShelf shelf();

private:
    struct State;

    const std::filesystem::path program_, book_, target_;
    const std::chrono::milliseconds patience_;
    std::shared_ptr<State> state_;  ///< with the threads, which may outlive this at a dead disk
};

}  // namespace meterbook
