#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/state_codec.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// Replaying is exact (rule 7), and the named laws hold of every event.

namespace property {
namespace {

using namespace ledger;

State replayed(State state, const std::vector<Event>& events) {
    for (const Event& event : events) {
        if (event.envelope.position > state.last) apply(state, event);
    }
    return state;
}

RC_GTEST_PROP(Rule7, ReplayFromTheBeginningIsTheLiveState, (const Story& story)) {
    const World world = told(story);
    const State state = replayed({}, world.history().events());
    RC_ASSERT(state == world.state());
    RC_ASSERT(encode(state) == encode(world.state()));
}

RC_GTEST_PROP(Rule7, ReplayFromTheStoredBytesIsTheLiveState, (const Story& story)) {
    const World world = told(story);
    State state;
    for (const Event& event : world.history().events()) apply(state, *decode_event(encode(event)));
    RC_ASSERT(encode(state) == encode(world.state()));
}

RC_GTEST_PROP(Rule7, ReplayFromAnySnapshotIsTheLiveState, (const Story& story)) {
    const World world = told(story);
    const auto& turns = world.turns();
    const Turn& turn = turns[*rc::gen::inRange<std::size_t>(0, turns.size())];
    const auto snapshot = decode_state(encode(turn.after));
    RC_ASSERT(snapshot.has_value());
    RC_ASSERT(*snapshot == turn.after);
    RC_ASSERT(encode(replayed(*snapshot, world.history().events())) == encode(world.state()));
}

RC_GTEST_PROP(Rule7, EqualStatesHaveEqualBytesAndOthersHaveNot, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns())
        RC_ASSERT((turn.before == turn.after) == (encode(turn.before) == encode(turn.after)));
}

RC_GTEST_PROP(Laws, HoldOfEveryEventThatIsWritten, (const Story& story)) {
    const World world = told(story);
    State state;
    for (const Event& event : world.history().events()) {
        const auto breach = find_breach(state, event);
        if (breach) RC_LOG() << to_text(breach->law) << ": " << breach->detail << "\n" << event;
        RC_ASSERT(!breach.has_value());
        apply(state, event);
    }
}

/// Another amount, energy, price or carry than the book wrote; false where there is none of them.
bool falsify(Payload& payload) {
    const auto wrong = [](auto& quantity) {
        using Q = std::remove_reference_t<decltype(quantity)>;
        quantity += Q{*rc::gen::elementOf(std::vector<int>{-10'000, -1, 1, 10'000})};
    };
    if (auto* sale = std::get_if<CreditSold>(&payload)) return wrong(sale->amount), true;
    if (auto* refund = std::get_if<CreditRefunded>(&payload)) return wrong(refund->amount), true;
    if (auto* undone = std::get_if<TransactionReversed>(&payload))
        return wrong(undone->amount), true;
    auto* reading = std::get_if<ReadingRecorded>(&payload);
    if (reading == nullptr || reading->use != ReadingUse::charged || reading->lines.empty())
        return false;
    ChargeLine& line = reading->lines[*rc::gen::inRange<std::size_t>(0, reading->lines.size())];
    switch (*rc::gen::inRange(0, 4)) {
        case 0:
            return wrong(line.amount), true;
        case 1:
            return wrong(line.energy), true;
        case 2:
            return wrong(line.price), true;
        default:
            reading->carry_after = (reading->carry_after + 1) % 100'000;
            return true;
    }
}

RC_GTEST_PROP(Laws, NoticeEveryFalsifiedNumber, (const Story& story)) {
    const World world = told(story);
    State state;
    for (const Event& event : world.history().events()) {
        Event forged = event;
        if (falsify(forged.payload)) {
            if (!find_breach(state, forged)) RC_LOG() << forged;
            RC_ASSERT(find_breach(state, forged).has_value());
        }
        apply(state, event);
    }
}

}  // namespace
}  // namespace property
