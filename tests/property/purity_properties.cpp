#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// Deciding is pure and total, and says why not.

namespace property {
namespace {

using namespace ledger;

bool operator==(const Draft& a, const Draft& b) {
    return a.payload == b.payload && a.occurred_at == b.occurred_at && a.causation == b.causation;
}

bool are_same(const Decision& a, const Decision& b) {
    if (a.has_value() != b.has_value()) return false;
    if (!a) return a.error() == b.error();
    return std::equal(a->begin(), a->end(), b->begin(), b->end(),
                      [](const Draft& one, const Draft& other) { return one == other; });
}

RC_GTEST_PROP(Decide, IsPure, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        const State copy = turn.before;
        const Decision once = decide(turn.before, turn.command, turn.occasion);
        const Decision again = decide(turn.before, turn.command, turn.occasion);
        RC_ASSERT(are_same(once, again));
        RC_ASSERT(turn.before == copy);
    }
}

RC_GTEST_PROP(Decide, IsTotal, ()) {
    const Scene scene = *any_scene();
    World world(scene);
    const auto commands = *rc::gen::container<std::vector<Command>>(rc::gen::arbitrary<Command>());
    for (const Command& command : commands) world.ask(command, any_text());
    History empty;
    for (const Command& command : commands) {
        const Outcome outcome = empty.play(command, {{any<std::int64_t>()}, any_text()});
        RC_ASSERT((outcome || !outcome.error().detail.empty()));
    }
}

RC_GTEST_PROP(Decide, LeavesTheStateUntouchedWhenItRefuses, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        if (turn.outcome && !turn.outcome->empty()) continue;
        RC_ASSERT(turn.after == turn.before);
    }
}

RC_GTEST_PROP(Decide, SaysWhichRuleWhichFieldAndTheWayOut, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        if (turn.outcome) continue;
        const Refusal& refusal = turn.outcome.error();
        RC_ASSERT(!refusal.field.empty());
        RC_ASSERT(refusal.detail.find(": ") != std::string::npos);
    }
}

}  // namespace
}  // namespace property
