#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "projections/projection.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/fold.hpp"
#include "tools/meterbook/past/rebuilt_models.hpp"
#include "tools/meterbook/past/until.hpp"
#include "tools/meterbook/scratch_folder.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

/// The digest of one read model.
struct Digest {
    std::string name;
    unsigned version;
    std::string hex;
};

/// Of every read model, folded again up to this event.
std::vector<Digest> digests_at(const ledger::EventSource& log, ledger::Position end,
                               const ScratchFolder& scratch) {
    RebuiltModels rebuilt(scratch / "models");
    const auto reader = log.read({1});
    while (const auto entry = reader->next()) {
        if (entry->position > end) break;
        rebuilt.take(event_in(*entry));
    }
    rebuilt.finish();
    std::vector<Digest> digests;
    for (const auto& each : rebuilt.models())
        digests.push_back({each.projection->name(), each.projection->version(),
                           ledger::to_hex(ledger::view(each.table->digest()))});
    return digests;
}

void print_json(const Books& books, const std::vector<Digest>& digests) {
    nlohmann::ordered_json json{{"position", books.state.last.number},
                                {"recorded_at", to_text(books.state.last_recorded_at)},
                                {"accounts", nlohmann::ordered_json::object()}};
    for (const auto& [account, balance] : books.balances)
        json["accounts"][account] = to_text(balance);
    for (const Digest& each : digests)
        json["read_models"].push_back(
            {{"name", each.name}, {"version", each.version}, {"digest", each.hex}});
    fmt::print("{}\n", json.dump(2));
}

void print_table(const Books& books, const std::vector<Digest>& digests) {
    fmt::print("after event {}, recorded at {}\n\n", books.state.last.number,
               to_text(books.state.last_recorded_at));
    ledger::Money sum;
    for (const auto& [account, balance] : books.balances) {
        fmt::print("{:>20}  {}\n", to_text(balance), account);
        sum += balance;
    }
    fmt::print("{:>20}  sum\n", to_text(sum));
    for (const Digest& each : digests)
        fmt::print("{}  {} v{}\n", each.hex, each.name, each.version);
}

struct Asked {
    std::string directory, to;
    bool as_json = false;
    bool with_digests = false;
};

int replay(const Asked& asked) {
    std::optional<ScratchFolder> scratch;
    if (asked.with_digests) scratch.emplace();
    const auto log = open_log(asked.directory);
    const Books books = fold(*log, place_in(*log, "--to", asked.to));
    std::vector<Digest> digests;
    if (scratch) digests = digests_at(*log, books.state.last, *scratch);
    asked.as_json ? print_json(books, digests) : print_table(books, digests);
    return all_well;
}

}  // namespace

void add_replay(CLI::App& app, Chosen& chosen) {
    auto* replaying = app.add_subcommand(
        "replay", "Compute every balance from the events, as of now or of any moment");
    auto asked = std::make_shared<Asked>();
    replaying->add_option("BOOK", asked->directory, "Directory of a book, or a bundle")->required();
    replaying->add_option("--to", asked->to, "A position, or a moment by recorded time");
    replaying->add_flag("--digests", asked->with_digests,
                        "Fold every read model, too, and say its digest");
    replaying->add_flag("--json", asked->as_json, "Answer for machines");
    replaying->footer("Example: meterbook replay ./book --to 2026-11-01T00:00:00+08:00");
    replaying->callback([asked, &chosen] { chosen = [asked] { return replay(*asked); }; });
}

}  // namespace meterbook
