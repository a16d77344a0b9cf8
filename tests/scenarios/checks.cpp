#include "tests/scenarios/checks.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// nothing changes
void nothing(const Stage& stage, Words& words) {
    words.expect("changes");
    expect_same("events written by the last sentence", "0", std::to_string(stage.written()));
}

Checks all_checks() {
    Checks all{{"nothing", nothing}};
    for (Checks some : {money_checks(), energy_checks(), control_checks(), watch_checks(),
                        office_checks(), operator_checks()})
        all.merge(some);
    return all;
}

}  // namespace

void check(const Stage& stage, Words& words) {
    static const Checks checks = all_checks();
    const auto found = checks.find(words.peek());
    if (found == checks.end())
        throw Fault{"'" + std::string(words.peek()) + "' can not be checked: see verbs.md"};
    words.take("a verb");
    found->second(stage, words);
    words.expect_end();
}

const Meter& known_meter(const Stage& stage, const MeterId& id) {
    const Meter* meter = find(stage.state().meters, id);
    if (meter == nullptr) throw Fault{"there is no meter " + id.text()};
    return *meter;
}

void expect_same(std::string_view what, const std::string& expected, const std::string& came) {
    if (expected == came) return;
    throw Fault{std::string(what) + ": expected " + expected + ", came " + came};
}

}  // namespace scenarios
