#include <chrono>
#include <filesystem>
#include <mutex>

#include <fmt/core.h>

#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"

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

/// POST /v1/backups: the journal as it is now, as hard links beside the book, for whoever copies it
Response freeze_book(const Call& call) {
    refuse_other_fields(wish_of(call.request).body, {});
    const auto& journal = call.service.book.journal();
    const ledger::Head head = journal.head();
    Json json{{"position", head.last.number},
              {"root", ledger::to_hex(ledger::view(head.root))},
              {"store", ledger::to_hex(journal.store())}};
    if (is_dry_run(call.request)) {
        json["dry_run"] = true;
        return json_response(json);
    }
    static std::mutex one_at_a_time;
    const std::lock_guard guard(one_at_a_time);
    const fs::path directory = fresh_directory(journal, head.last);
    journal.freeze(directory / "journal");
    json["directory"] = directory.string();
    return json_response(json, 201);
}

}  // namespace

std::vector<Route> backup_routes() {
    return {{"POST", "/v1/backups", Right::site_edit, freeze_book}};
}

}  // namespace api
