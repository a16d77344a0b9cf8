#include "tools/meterbook/backup/backup_record.hpp"

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

std::optional<fs::path> newest_backup(const fs::path& directory) {
    if (read_record(directory)) return directory;
    std::optional<fs::path> newest;
    std::string taken_at;
    std::error_code none;  // then there are no backups
    for (const auto& entry : fs::directory_iterator(directory, none)) {
        const auto record = entry.is_directory() ? read_record(entry.path()) : std::nullopt;
        if (!record || record->taken_at < taken_at) continue;
        taken_at = record->taken_at;
        newest = entry.path();
    }
    return newest;
}

}  // namespace meterbook
