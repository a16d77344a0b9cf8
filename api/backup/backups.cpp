#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>

#include <fmt/core.h>

#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/past_root.hpp"

namespace api {
namespace {

namespace fs = std::filesystem;

/// What nobody took away in a day was left behind by a copy that did not end.
constexpr std::chrono::hours left_behind(24);
constexpr std::size_t most_frozen = 8;

/// Removes what was left behind; how many are still there.
std::size_t clear(const fs::path& frozen) {
    std::size_t there = 0;
    std::error_code ignored;  // it is tried again the next time
    for (const auto& entry : fs::directory_iterator(frozen, ignored)) {
        const auto age = fs::file_time_type::clock::now() - fs::last_write_time(entry, ignored);
        if (age > left_behind)
            fs::remove_all(entry, ignored);
        else
            ++there;
    }
    return there;
}

fs::path fresh_directory(const ledger::Journal& journal, ledger::Position last) {
    const fs::path frozen = fs::absolute(journal.directory()).parent_path() / "frozen";
    if (clear(frozen) >= most_frozen)
        throw Problem(503, "backups_must_be_few", "",
                      fmt::format("{} backups are under way: wait until they end, or remove what "
                                  "was left behind in {}",
                                  most_frozen, frozen.string()));
    fs::path directory;
    for (unsigned i = 1; directory.empty() || fs::exists(directory); ++i)
        directory = frozen / fmt::format("{}-{}", last.number, i);
    return directory;
}

Json head_json(const Call& call) {
    const auto& journal = call.service.book.journal();
    const ledger::Head head = journal.head();
    return {{"position", head.last.number},
            {"root", ledger::to_hex(ledger::view(head.root))},
            {"store", ledger::to_hex(journal.store())}};
}

Response would_be(Json json) {
    json["dry_run"] = true;
    return json_response(json);
}

fs::path freeze(const Call& call) {
    static std::mutex one_at_a_time;
    const std::lock_guard guard(one_at_a_time);
    const auto& journal = call.service.book.journal();
    fs::path directory = fresh_directory(journal, journal.head().last);
    journal.freeze(directory / "journal");
    return directory;
}

/// POST /v1/backups: the journal as it is now, as hard links beside the book, for whoever copies it
Response freeze_book(const Call& call) {
    refuse_other_fields(wish_of(call.request).body, {});
    Json json = head_json(call);
    if (is_dry_run(call.request)) return would_be(std::move(json));
    json["directory"] = freeze(call).string();
    return json_response(json, 201);
}

/// What nobody copies is not kept for a day: a few of them and there were no backups any more.
class Frozen {
public:
    explicit Frozen(fs::path directory) : directory_(std::move(directory)) {}
    ~Frozen() {
        std::error_code ignored;  // the next freezing removes it in a day
        if (!is_taken_) fs::remove_all(directory_, ignored);
    }
    Frozen(const Frozen&) = delete;
    Frozen& operator=(const Frozen&) = delete;

    const fs::path& directory() const { return directory_; }
    void take() { is_taken_ = true; }

private:
    fs::path directory_;
    bool is_taken_ = false;
};

const BackupShelf& shelf_of(const Call& call) {
    if (call.service.backups) return *call.service.backups;
    throw Problem(409, "backups_must_have_a_folder", "",
                  "no folder was given for backups: start 'meterbook serve' with --backups DIR, "
                  "on another disk");
}

bool is_under_way(const BackupShelf& shelf) {
    const auto last = shelf.last();
    return last && last->is_running;
}

Problem one_is_under_way() {
    return {409, "backup_must_be_over", "", "a backup is under way: wait until it ends"};
}

/// POST /v1/backups/copies: another program copies the book into the folder of backups, and hashes
/// every event of the copy again; GET /v1/backups tells what came of it
Response begin_copy(const Call& call) {
    refuse_other_fields(wish_of(call.request).body, {});
    const BackupShelf& shelf = shelf_of(call);
    if (is_under_way(shelf)) throw one_is_under_way();
    Json json = head_json(call);
    if (is_dry_run(call.request)) return would_be(std::move(json));
    Frozen frozen(freeze(call));
    if (!shelf.begin({frozen.directory(), json.at("position"), json.at("root")}))
        throw one_is_under_way();
    frozen.take();
    return json_response(json, 202);
}

/// Whether this log still tells what was copied.
bool is_of_this_log(const Call& call, const KeptBackup& backup) {
    const auto& journal = call.service.book.journal();
    return backup.store == ledger::to_hex(journal.store()) && backup.position > 0 &&
           backup.position <= journal.head().last.number &&
           backup.root == ledger::to_hex(ledger::view(ledger::root_at(journal, backup.position)));
}

Json backup_json(const Call& call, const KeptBackup& backup) {
    return {{"backup", backup.name},
            {"position", backup.position},
            {"root", backup.root},
            {"taken_at", backup.taken_at},
            {"copied_bytes", backup.copied_bytes},
            {"shared_bytes", backup.shared_bytes},
            {"is_of_this_log", is_of_this_log(call, backup)}};
}

Json last_json(const std::optional<LastCopy>& last) {
    if (!last) return nullptr;
    const char* state = last->is_running ? "running" : last->is_done ? "done" : "failed";
    return {{"state", state}, {"fault", last->fault}};
}

/// GET /v1/backups?cursor=&limit=: newest first
Response list_backups(const Call& call) {
    const auto& shelf = call.service.backups;
    std::vector<KeptBackup> kept = shelf ? shelf->kept() : std::vector<KeptBackup>{};
    std::ranges::sort(kept, std::greater<>(), &KeptBackup::name);
    const auto before = call.request.parameter("cursor");
    const std::size_t limit = limit_of(call.request);
    projections::Page<KeptBackup> page;
    for (KeptBackup& each : kept) {
        if (before && each.name >= *before) continue;
        if (page.rows.size() == limit) {
            page.next = page.rows.back().name;
            break;
        }
        page.rows.push_back(std::move(each));
    }
    Response response =
        page_response(page, [&](const KeptBackup& each) { return backup_json(call, each); });
    Json json = Json::parse(response.body);
    json["has_folder"] = shelf.has_value();
    json["last"] = shelf ? last_json(shelf->last()) : Json(nullptr);
    return json_response(json);
}

}  // namespace

std::vector<Route> backup_routes() {
    return {{"GET", "/v1/backups", Right::site_edit, list_backups},
            {"POST", "/v1/backups", Right::site_edit, freeze_book},
            {"POST", "/v1/backups/copies", Right::site_edit, begin_copy}};
}

}  // namespace api
