#include <cstdlib>
#include <iostream>

#include <gtest/gtest.h>

#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/rules/state_codec.hpp"
#include "projections/explanation.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/on_disk.hpp"
#include "tests/property/wallet_oracle.hpp"
#include "tests/property/world.hpp"

// Thousands of whole histories in which everything is mixed: readings, money, tariffs, people who
// come and go, meters that are swapped, commands, strangers; and crashes, after which the book is
// read again from its bytes. METERBOOK_HISTORIES says how many.

namespace property {
namespace {

using namespace ledger;

struct Tally {
    std::size_t histories = 0;
    std::size_t commands = 0;
    std::size_t events = 0;
    std::size_t crashes = 0;
};
Tally tally;

/// Takes every step; now and then the power fails, before a snapshot was taken or after it.
World told_through_crashes(const Story& story) {
    World world = begun(story.scene);
    Bytes snapshot;
    for (const Step& step : story.steps) {
        const int fate = *rc::gen::inRange(0, 10);
        if (fate == 0) snapshot = encode(world.state());
        if (fate == 1 || fate == 2) {
            world.crash(fate == 1 ? Bytes() : snapshot);
            ++tally.crashes;
        }
        world.take(step);
    }
    world.crash(snapshot);
    return world;
}

void expect_lawful(const std::vector<Event>& events) {
    State state;
    WalletOracle paper;
    Money sum;
    const auto event_at = [&](Position at) { return events.at(at.number - 1); };
    for (const Event& event : events) {
        const auto breach =
            find_breach(state, event, past_in({events.data(), event.envelope.position.number - 1}));
        if (breach) RC_LOG() << to_text(breach->law) << ": " << breach->detail << "\n" << event;
        RC_ASSERT(!breach.has_value());
        RC_ASSERT(projections::explain(event, event_at).adds_up);
        for (const Posting& each : postings(event.payload)) sum += each.amount;
        RC_ASSERT(sum.is_zero());
        apply(state, event);
        paper.see(event);
    }
    for (const auto& [id, wallet] : state.wallets) RC_ASSERT(wallet.balance == paper.balance(id));
}

void keep_every_law(const Story& story) {
    const World live = told(story);
    const World recovered = told_through_crashes(story);
    const bool same_events = recovered.history().events() == live.history().events();
    RC_ASSERT(same_events);
    RC_ASSERT(encode(recovered.state()) == encode(live.state()));
    expect_lawful(live.history().events());
    ++tally.histories;
    tally.commands += live.turns().size();
    tally.events += live.history().events().size();
}

int wanted_histories() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    const char* wanted = std::getenv("METERBOOK_HISTORIES");
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    const int usual = std::getenv("METERBOOK_LONG") != nullptr ? 20'000 : 2'000;
    return wanted == nullptr ? usual : std::atoi(wanted);
}

TEST(Histories, KeepEveryLawThroughCrashesAndReplays) {
    rc::detail::TestParams params = usual_params();
    params.maxSuccess = wanted_histories();
    ASSERT_GT(params.maxSuccess, 0) << "METERBOOK_HISTORIES: give a whole number above 0";
    hold(keep_every_law, params);
    std::cout << "histories: " << tally.histories << " with " << tally.commands << " commands, "
              << tally.events << " events and " << tally.crashes << " crashes, seed=" << params.seed
              << '\n';
    EXPECT_GE(tally.histories, static_cast<std::size_t>(params.maxSuccess));
    EXPECT_GT(tally.crashes, tally.histories);
}

}  // namespace
}  // namespace property
