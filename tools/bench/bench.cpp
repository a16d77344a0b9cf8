#include "tools/bench/bench.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

using bench::Figure;

nlohmann::ordered_json figure_json(const Figure& figure) {
    return {{"name", figure.name},           {"figure", figure.figure}, {"limit", figure.limit},
            {"unit", figure.unit},           {"ratio", figure.ratio},   {"target", figure.target},
            {"reached", figure.is_reached()}};
}

void print_row(const Figure& figure) {
    fmt::print("{:<34} {:>12.0f} {:>12.0f} {:<22} {:>8.2f} {:>10} {}\n", figure.name, figure.figure,
               figure.limit, figure.unit, figure.ratio, figure.target,
               figure.is_reached() ? "reached" : "MISSED");
    std::fflush(stdout);
}

int run(const std::string& which, const bench::Options& options, bool as_json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    bool all_reached = true;
    if (!as_json)
        fmt::print("{:<34} {:>12} {:>12} {:<22} {:>8} {:>10}\n", "what", "figure", "limit", "unit",
                   "ratio", "target");
    const auto measure = [&](const std::string& name,
                             std::vector<Figure> (*bench)(bench::Options)) {
        if (which != "all" && which != name) return;
        for (const Figure& figure : bench(options)) {
            all_reached = all_reached && figure.is_reached();
            as_json ? list.push_back(figure_json(figure)) : print_row(figure);
        }
    };
    measure("append", bench::append);
    measure("replay", bench::replay);
    measure("poll", bench::poll);
    measure("size", bench::size);
    if (which == "reports") measure("reports", bench::reports);  // makes a year: not of all
    if (which == "http") measure("http", bench::http);           // wants a PostgreSQL: not of all
    if (as_json) fmt::print("{}\n", list.dump(2));
    return all_reached ? all_well : something_wrong;
}

}  // namespace

void add_bench(CLI::App& app, Chosen& chosen) {
    auto* benching =
        app.add_subcommand("bench", "Measure, each figure beside its raw limit in the same run");
    auto which = std::make_shared<std::string>("all");
    auto options = std::make_shared<bench::Options>(bench::Options{5});
    auto as_json = std::make_shared<bool>(false);
    benching
        ->add_option("WHICH", *which, "append, replay, poll, size or all of these; http; reports")
        ->check(CLI::IsMember({"append", "replay", "poll", "size", "http", "reports", "all"}));
    benching->add_option("--seconds", options->seconds, "How long each measurement may take")
        ->check(CLI::Range(1U, 600U));
    benching->add_option("--meters", options->meters, "Of whose year reports are made")
        ->check(CLI::Range(std::size_t{1}, std::size_t{10'000}));
    benching->add_flag("--json", *as_json, "Answer for machines");
    benching->footer("Exit code 1 where a target is missed. Example: meterbook bench append");
    benching->callback([=, &chosen] { chosen = [=] { return run(*which, *options, *as_json); }; });
}

}  // namespace meterbook
