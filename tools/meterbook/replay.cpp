#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ledger/rules/postings.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/fold.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

Until until_of(const std::string& text) {
    if (text.empty()) return {};
    if (const auto moment = ledger::instant_from_text(text)) return {.moment = *moment};
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw Cannot(
            fmt::format("--to '{}' is neither a position nor a moment: give 1200, or "
                        "2026-11-21T08:00:00Z",
                        text));
    return {.position = {number}};
}

void print_json(const Books& books) {
    nlohmann::ordered_json json{{"position", books.state.last.number},
                                {"recorded_at", to_text(books.state.last_recorded_at)},
                                {"accounts", nlohmann::ordered_json::object()}};
    for (const auto& [account, balance] : books.balances)
        json["accounts"][account] = to_text(balance);
    fmt::print("{}\n", json.dump(2));
}

void print_table(const Books& books) {
    fmt::print("after event {}, recorded at {}\n\n", books.state.last.number,
               to_text(books.state.last_recorded_at));
    ledger::Money sum;
    for (const auto& [account, balance] : books.balances) {
        fmt::print("{:>20}  {}\n", to_text(balance), account);
        sum += balance;
    }
    fmt::print("{:>20}  sum\n", to_text(sum));
}

int replay(const std::string& directory, const std::string& to, bool as_json) {
    const ledger::Journal journal = open_stopped(directory);
    const Books books = fold(journal, until_of(to));
    as_json ? print_json(books) : print_table(books);
    return all_well;
}

}  // namespace

void add_replay(CLI::App& app, Chosen& chosen) {
    auto* replaying = app.add_subcommand(
        "replay", "Compute every balance from the events, as of now or of any moment");
    auto directory = std::make_shared<std::string>();
    auto to = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    replaying->add_option("BOOK", *directory, "Directory of a book")->required();
    replaying->add_option("--to", *to, "A position, or a moment by recorded time");
    replaying->add_flag("--json", *as_json, "Answer for machines");
    replaying->footer("Example: meterbook replay ./book --to 2026-11-01T00:00:00+08:00");
    replaying->callback(
        [=, &chosen] { chosen = [=] { return replay(*directory, *to, *as_json); }; });
}

}  // namespace meterbook
