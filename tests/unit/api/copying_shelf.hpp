#pragma once
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "api/backup/shelf.hpp"
#include "ledger/journal/journal.hpp"

/// Backups that are copied while one waits; the next one may be told to last.
class CopyingShelf {
public:
    explicit CopyingShelf(std::filesystem::path folder) : folder_(std::move(folder)) {}

    bool is_under_way = false;
    bool is_taken_by_another = false;  ///< of two that ask at once
    bool cannot_begin = false;

    api::BackupShelf shelf() {
        return {[this] { return kept_; }, [this] { return last(); },
                [this](const api::FrozenJournal& frozen) { return copy(frozen); }};
    }

private:
    std::optional<api::LastCopy> last() const {
        if (is_under_way) return api::LastCopy{true, false, ""};
        if (kept_.empty()) return std::nullopt;
        return api::LastCopy{false, true, ""};
    }

    bool copy(const api::FrozenJournal& given) {
        if (cannot_begin) throw std::runtime_error("no program is there");
        if (is_taken_by_another) return false;
        const std::filesystem::path& frozen = given.directory;
        const std::string name = "B" + std::to_string(kept_.size() + 1);
        std::filesystem::create_directories(folder_);
        std::filesystem::copy(frozen, folder_ / name, std::filesystem::copy_options::recursive);
        std::filesystem::remove_all(frozen);
        const auto journal =
            ledger::Journal::open(folder_ / name / "journal", {.env = nullptr, .read_only = true});
        const ledger::Head head = journal.head();
        kept_.push_back({name, ledger::to_hex(journal.store()), head.last.number,
                         ledger::to_hex(ledger::view(head.root)), "2026-10-01T00:00:00Z", 1'000,
                         0});
        return true;
    }

    const std::filesystem::path folder_;
    std::vector<api::KeptBackup> kept_;
};
