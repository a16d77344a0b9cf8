#include "tools/meterbook/backup/backup_record.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/durable_file.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

constexpr const char* record_name = "BACKUP.json";
constexpr unsigned readable_by_group = 0640;

}  // namespace

BackupRecord record_of(const ledger::Journal& journal) {
    const ledger::Head head = journal.head();
    return {ledger::to_hex(journal.store()),
            head.last.number,
            head.frames,
            ledger::to_hex(ledger::view(head.chain)),
            ledger::to_hex(ledger::view(head.root)),
            "",
            0,
            0};
}

void write_record(const fs::path& backup, const BackupRecord& record) {
    const nlohmann::ordered_json json{{"store", record.store},
                                      {"position", record.position},
                                      {"frames", record.frames},
                                      {"chain", record.chain},
                                      {"root", record.root},
                                      {"taken_at", record.taken_at},
                                      {"copied_bytes", record.copied_bytes},
                                      {"shared_bytes", record.shared_bytes}};
    ledger::write_durably(backup / record_name, json.dump(2) + '\n', readable_by_group);
}

std::optional<BackupRecord> read_record(const fs::path& backup) {
    std::ifstream in(backup / record_name);
    if (!in) return std::nullopt;
    try {
        const auto json = nlohmann::json::parse(in);
        return BackupRecord{json.at("store"),        json.at("position"),    json.at("frames"),
                            json.at("chain"),        json.at("root"),        json.at("taken_at"),
                            json.at("copied_bytes"), json.at("shared_bytes")};
    } catch (const nlohmann::json::exception&) {
        throw Cannot(
            fmt::format("{} cannot be read: take another backup", (backup / record_name).string()));
    }
}

std::vector<StandingBackup> backups_in(const fs::path& folder,
                                       const std::function<void(const std::string& why)>& tell) {
    std::vector<StandingBackup> all;
    if (!fs::is_directory(folder)) return all;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::error_code none;  // what cannot be entered is none of ours
        if (!entry.is_directory(none) || entry.path().filename() == unfinished_name) continue;
        try {
            if (auto record = read_record(entry.path()))
                all.push_back({entry.path(), *std::move(record)});
        } catch (const Cannot& why) {
            tell(why.what());
        }
    }
    return all;
}

void warn_of(const std::string& why) { fmt::print(stderr, "meterbook: {}\n", why); }

std::optional<fs::path> newest_backup(const fs::path& directory) {
    if (read_record(directory)) return directory;
    const auto all = backups_in(directory, warn_of);
    const auto newest = std::ranges::max_element(
        all, {}, [](const StandingBackup& each) { return each.record.taken_at; });
    return newest == all.end() ? std::nullopt : std::optional(newest->directory);
}

}  // namespace meterbook
