#include "tests/scenarios/checks.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// alarms M1 balance_low arrears, or: alarms M1 none
void alarms(const Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    const Meter& known = known_meter(stage, meter);
    std::map<AlarmKind, Position> expected;
    if (!words.skip("none")) {
        while (!words.is_done()) expected[words.one_of<AlarmKind>()] = {};
    }
    const auto text = [](const std::map<AlarmKind, Position>& some) {
        std::string all;
        for (const auto& [kind, position] : some) all += std::string(to_text(kind)) + " ";
        return all.empty() ? "none" : all;
    };
    expect_same("alarms of " + meter.text(), text(expected), text(known.alarms));
}

/// What became of a command, by the newest event about it.
std::string fate_of(const Stage& stage, Position command) {
    std::string fate = "requested";
    for (const Event& event : stage.events()) {
        const auto is = [&](const auto* fact) {
            return fact != nullptr && fact->command == command;
        };
        if (is(std::get_if<CommandSent>(&event.payload))) fate = "sent";
        if (is(std::get_if<CommandConfirmed>(&event.payload))) fate = "confirmed";
        if (is(std::get_if<CommandFailed>(&event.payload))) fate = "failed";
        if (is(std::get_if<CommandExpired>(&event.payload))) fate = "expired";
        if (is(std::get_if<CommandCancelled>(&event.payload))) fate = "cancelled";
    }
    return fate;
}

/// command 1 trip of M1 for arrears is requested
void command(const Stage& stage, Words& words) {
    const std::uint64_t n = words.number("which one");
    const Position position = stage.nth<CommandRequested>(n, "command");
    const auto& fact = stage.fact_at<CommandRequested>(position);
    const auto kind = words.one_of<CommandKind>();
    words.expect("of");
    const std::string meter = words.take("a meter");
    words.expect("for");
    const auto cause = words.one_of<CommandCause>();
    words.expect("is");
    const std::string fate = words.take("requested, sent, confirmed, failed, expired, cancelled");
    const auto text = [](CommandKind what, const std::string& of, CommandCause why) {
        return std::string(to_text(what)) + " of " + of + " for " + std::string(to_text(why));
    };
    const std::string name = "command " + std::to_string(n);
    expect_same(name, text(kind, meter, cause) + " is " + fate,
                text(fact.kind, fact.meter.text(), fact.cause) + " is " + fate_of(stage, position));
}

/// told 2 times of M1 correction_out_of_reach: how often an alarm was ever raised
void told(const Stage& stage, Words& words) {
    const std::uint64_t expected = words.number("how often");
    words.expect("times");
    words.expect("of");
    const auto meter = words.name<MeterId>("a meter");
    const auto kind = words.one_of<AlarmKind>();
    std::uint64_t came = 0;
    for (const Event& event : stage.events()) {
        const auto* fact = std::get_if<AlarmRaised>(&event.payload);
        came += fact != nullptr && fact->meter == meter && fact->kind == kind ? 1U : 0U;
    }
    expect_same("told", std::to_string(expected), std::to_string(came));
}

/// commands 2: how many were ever requested
void commands(const Stage& stage, Words& words) {
    std::uint64_t came = 0;
    for (const Event& event : stage.events())
        came += std::holds_alternative<CommandRequested>(event.payload) ? 1U : 0U;
    expect_same("commands", std::to_string(words.number("how many")), std::to_string(came));
}

/// supply M1 trip: the last confirmed command that set it
void supply(const Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    expect_same("supply of " + meter.text(), std::string(to_text(words.one_of<CommandKind>())),
                std::string(to_text(known_meter(stage, meter).supply)));
}

/// contact L1 M1 lost, or back
void contact(const Stage& stage, Words& words) {
    const auto line = words.name<LineId>("a line");
    const Line* known = find(stage.state().lines, line);
    if (known == nullptr) throw Fault{"there is no line " + line.text()};
    Position lost = known->contact_lost;
    if (words.peek() != "lost" && words.peek() != "back")
        lost = known_meter(stage, words.name<MeterId>("a meter")).contact_lost;
    expect_same("contact", words.take("lost, or back"), lost.is_none() ? "back" : "lost");
}

}  // namespace

Checks control_checks() {
    return {{"alarms", alarms}, {"command", command}, {"commands", commands},
            {"supply", supply}, {"told", told},       {"contact", contact}};
}

}  // namespace scenarios
