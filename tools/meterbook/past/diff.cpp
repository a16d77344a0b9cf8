#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "api/past/past_json.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/past/model_difference.hpp"
#include "tools/meterbook/past/until.hpp"
#include "tools/meterbook/scratch_folder.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;
using ledger::Position;

/// "BOOK", "BOOK@1200" or "BOOK@2026-11-21T08:00:00Z"; the same of a bundle.
struct Named {
    fs::path log;
    std::string moment;
};

Named named_in(const std::string& text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string::npos || fs::exists(text)) return {text, ""};
    return {text.substr(0, at), text.substr(at + 1)};
}

/// One of the two that are compared: a log, read up to a moment.
struct Past {
    Past(const Named& named, const fs::path& scratch)
        : log(open_log(named.log)),
          end(place_in(*log, "the moment", named.moment)),
          models(scratch) {}

    void fold() {
        ProgressLine progress("diff");
        const auto reader = log->read({1});
        while (const auto entry = reader->next()) {
            if (entry->position > end) break;
            const ledger::Event event = event_in(*entry);
            tally.add(event);
            models.take(event);
            progress.show(entry->position.number, end.number);
        }
        models.finish();
    }

    projections::Moment moment() const { return projections::moment_behind(*log, end); }

    std::unique_ptr<ledger::EventSource> log;
    Position end;
    RebuiltModels models;
    projections::Tally tally;
};

/// The first event that is another one in the two logs, up to the end of the shorter of them.
Position first_other_event(const Past& before, const Past& after) {
    const auto one = before.log->read({1});
    const auto other = after.log->read({1});
    for (Position at{1}; at <= std::min(before.end, after.end); at = at.next())
        if (one->next()->bytes != other->next()->bytes) return at;
    return {};
}

struct Found {
    projections::Difference difference;
    std::vector<ModelDifference> models;
    Position first_other;  ///< none: one is the beginning of the other
};

nlohmann::ordered_json json_of(const Found& found) {
    auto json = api::write_difference(found.difference);
    json["first_other_event"] = api::write_value(found.first_other);
    json["read_models"] = nlohmann::ordered_json::array();
    for (const ModelDifference& each : found.models)
        json["read_models"].push_back({{"name", each.name},
                                       {"version", each.version},
                                       {"added", each.added},
                                       {"removed", each.removed},
                                       {"changed", each.changed}});
    return json;
}

std::string place(const projections::Moment& moment) {
    return moment.position.is_none()
               ? "the beginning"
               : fmt::format("event {}, recorded at {}", moment.position.number,
                             to_text(moment.recorded_at));
}

void print_books(const projections::Difference& found) {
    for (const auto& [type, count] : found.events) fmt::print("{:>+20}  {}\n", count, type);
    for (const auto& [wallet, credit] : found.wallets)
        fmt::print("{:>20}  wallet {}: {} -> {}\n", to_text(credit.after - credit.before),
                   wallet.text(), to_text(credit.before), to_text(credit.after));
    for (const auto& [account, change] : found.accounts)
        fmt::print("{:>20}  {}\n", to_text(change), account);
    for (const auto& [meter, used] : found.energy)
        fmt::print("{:>20}  kWh of meter {}\n", to_text(used), meter.text());
}

void print(const Found& found) {
    fmt::print("from {}\nto   {}\n\n", place(found.difference.from), place(found.difference.to));
    print_books(found.difference);
    for (const ModelDifference& each : found.models) {
        if (each.is_nothing()) continue;
        fmt::print("{:>20}  {} rows added, {} changed, {} removed\n", each.name, each.added,
                   each.changed, each.removed);
    }
    if (!found.first_other.is_none())
        fmt::print("\nOTHER HISTORIES: event {} is not the same one in the two logs\n",
                   found.first_other.number);
}

int diff(const std::string& from, const std::string& to, bool as_json) {
    const ScratchFolder scratch;
    Past before(named_in(from), scratch / "before");
    Past after(named_in(to), scratch / "after");
    before.fold();
    after.fold();
    Found found{projections::between(before.tally, after.tally),
                differences(before.models, after.models), first_other_event(before, after)};
    found.difference.from = before.moment();
    found.difference.to = after.moment();
    if (as_json) {
        fmt::print("{}\n", json_of(found).dump(2));
    } else {
        print(found);
    }
    return found.first_other.is_none() ? all_well : something_wrong;
}

}  // namespace

void add_diff(CLI::App& app, Chosen& chosen) {
    auto* comparing = app.add_subcommand(
        "diff", "What is otherwise at one moment than at another, of one log or of two");
    auto from = std::make_shared<std::string>();
    auto to = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    comparing
        ->add_option("A", *from,
                     "Directory of a book, or a bundle, and @ with a position or a moment where it "
                     "is not its end")
        ->required();
    comparing->add_option("B", *to, "The same of the other moment")->required();
    comparing->add_flag("--json", *as_json, "Answer for machines");
    comparing->footer(
        "Exit code 1: the two logs tell different histories.\n"
        "Example: meterbook diff ./book@2026-11-01T00:00:00+08:00 ./book");
    comparing->callback([=, &chosen] { chosen = [=] { return diff(*from, *to, *as_json); }; });
}

}  // namespace meterbook
