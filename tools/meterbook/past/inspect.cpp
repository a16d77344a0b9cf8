#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "api/past/past_json.hpp"
#include "projections/past/relatives.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

std::string line_of(const ledger::Event& event) {
    const auto& envelope = event.envelope;
    return fmt::format("{} {}, {} {}, recorded at {} by {}", envelope.position.number,
                       ledger::name_of(event.payload), to_text(envelope.subject.kind),
                       envelope.subject.id, to_text(envelope.recorded_at),
                       envelope.actor.name.empty() ? "the system" : envelope.actor.name);
}

void print_effects(const std::vector<projections::Effect>& effects, const std::string& indent) {
    for (std::size_t i = 0; i < effects.size(); ++i) {
        const bool is_last = i + 1 == effects.size();
        fmt::print("{}{}{}\n", indent, is_last ? "└─ " : "├─ ", line_of(effects[i].event));
        print_effects(effects[i].effects, indent + (is_last ? "   " : "│  "));
    }
}

void print(const projections::Relatives& family) {
    std::string indent;
    for (const ledger::Event& each : family.causes) {
        fmt::print("{}{}\n", indent, line_of(each));
        indent += "   ";
    }
    fmt::print("{}* {}\n", indent, line_of(family.root.event));
    print_effects(family.root.effects, indent + "  ");
    fmt::print("\n{}\n", api::write_event(family.root.event)["data"].dump(2));
}

int inspect(const std::string& directory, const std::string& typed, bool as_json) {
    const auto log = open_log(directory);
    const ledger::Position last = log->last();
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (fault != std::errc() || end != typed.data() + typed.size() || number == 0 ||
        number > last.number)
        throw Cannot(fmt::format("the log has no event {}: give 1 to {}", typed, last.number));
    const auto family = projections::relatives_of(*log, {number});
    if (as_json) {
        fmt::print("{}\n", api::write_relatives(family).dump(2));
    } else {
        print(family);
    }
    return all_well;
}

}  // namespace

void add_inspect(CLI::App& app, Chosen& chosen) {
    auto* inspecting =
        app.add_subcommand("inspect", "Show an event with what led to it and what came of it");
    auto directory = std::make_shared<std::string>();
    auto number = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    inspecting->add_option("BOOK", *directory, "Directory of a book, or a bundle")->required();
    inspecting->add_option("POSITION", *number, "Of the event")->required();
    inspecting->add_flag("--json", *as_json, "Answer for machines");
    inspecting->footer("Example: meterbook inspect ./book 118");
    inspecting->callback(
        [=, &chosen] { chosen = [=] { return inspect(*directory, *number, *as_json); }; });
}

}  // namespace meterbook
