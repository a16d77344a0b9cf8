#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/alone.hpp"
#include "ledger/rules/apply.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// Readings of different wallets are taken side by side by who verifies a log: that comes to the
// same as one after another.

namespace property {
namespace {

using namespace ledger;

/// The events that follow each other alone, by whose they are; the names in another order.
using ByWallet = std::map<std::string, std::vector<Event>, std::greater<>>;

/// What a wallet's are does not depend on which wallet goes first.
void take_run(State& state, const std::vector<Event>& run) {
    ByWallet by_wallet;
    for (const Event& event : run)
        by_wallet[std::string(*alone_with(state, event))].push_back(event);
    for (const auto& [wallet, events] : by_wallet) {
        for (const Event& event : events) RC_ASSERT(!take_alone(state, event).has_value());
    }
    for (const Event& event : run) take_in_order(state, event);
}

RC_GTEST_PROP(Alone, ReadingsOfDifferentWalletsCanBeTakenInAnyOrder, (const Story& story)) {
    const World world = told(story);
    State state;
    std::vector<Event> run;
    for (const Event& event : world.history().events()) {
        if (alone_with(state, event)) {
            run.push_back(event);
            continue;
        }
        take_run(state, std::exchange(run, {}));
        apply(state, event);
    }
    take_run(state, run);
    RC_ASSERT(state == world.state());
}

}  // namespace
}  // namespace property
