#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/apply.hpp"
#include "ledger/rules/parted_laws.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/values/judging.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"
#include "tests/support/extreme_field.hpp"

// Somebody with the right to write to the disk writes whatever they like, and computes every hash
// again: whoever verifies that says what is wrong, and never falls over it.

namespace property {
namespace {

using namespace ledger;

/// As somebody finds it who holds the laws in parts: it is what is found at once.
std::optional<Breach> breach_in(const State& state, const Event& event, const PastOf& past_of) {
    const auto whole = find_breach(state, event, past_of);
    if (!is_sound(event)) {
        RC_ASSERT(whole.has_value());
        return whole;
    }
    std::optional<OpenCharge> open;
    auto parts = find_breach_of_sound(state, event, past_of, open);
    if (open) {
        RC_ASSERT(!parts.has_value());
        parts = find_breach_of_charge(*open, event);
    }
    RC_ASSERT(parts == whole);
    return whole;
}

/// As `meterbook verify` goes on from an event: until a law is broken, or nothing can be.
std::optional<Position> first_wrong(State state, const std::vector<Event>& events,
                                    std::size_t from) {
    for (std::size_t i = from; i < events.size(); ++i) {
        const Event& event = events[i];
        if (breach_in(state, event, past_in({events.data(), i}))) return Position{i + 1};
        try {
            const Judging judging;
            (void)postings(event.payload);
            apply(state, event);
        } catch (const Impossible&) {
            return Position{i + 1};
        }
    }
    return std::nullopt;
}

State before(const std::vector<Event>& events, std::size_t index) {
    State state;
    for (std::size_t i = 0; i < index; ++i) apply(state, events[i]);
    return state;
}

RC_GTEST_PROP(Forgery, IsJudgedToItsEndWhateverStandsInAnyField, (const Story& story)) {
    const World world = told(story);
    std::vector<Event> events = world.history().events();
    const auto index = *rc::gen::inRange<std::size_t>(0, events.size());
    const State state = before(events, index);
    const Event wholesome = events[index];
    const auto way = *rc::gen::inRange<std::size_t>(0, ExtremeField::ways);
    ExtremeField field;
    for (std::size_t n = 0;; ++n) {
        Event& forged = events[index] = wholesome;
        const bool is_one =
            std::visit([&](auto& fact) { return field.change(fact, n, way); }, forged.payload);
        if (!is_one) break;
        (void)first_wrong(state, events, index);
    }
    for (std::size_t n = 0;; ++n) {
        Event& forged = events[index] = wholesome;
        if (!field.change(forged.envelope, n, way)) break;
        (void)first_wrong(state, events, index);
    }
}

RC_GTEST_PROP(Forgery, IsNoneWhereNothingWasForged, (const Story& story)) {
    const World world = told(story);
    RC_ASSERT(!first_wrong({}, world.history().events(), 0));
}

RC_GTEST_PROP(Forgery, IsToldWhereAMomentLiesBeyondAllTime, (const Story& story)) {
    const World world = told(story);
    const std::vector<Event>& events = world.history().events();
    const auto index = *rc::gen::inRange<std::size_t>(0, events.size());
    const State state = before(events, index);
    for (const Instant beyond : {Instant{-1}, Instant{latest_instant.micros + 1},
                                 Instant{INT64_MAX}, Instant{INT64_MIN}}) {
        Event forged = events[index];
        forged.envelope.occurred_at = beyond;
        const auto breach = find_breach(state, forged, past_in({}));
        RC_ASSERT(breach.has_value());
        RC_ASSERT(breach->law == Law::values_are_possible);
    }
}

/// Every position and version is counted again, as somebody would who takes an event out.
std::vector<Event> without(const std::vector<Event>& events, std::size_t index) {
    std::vector<Event> left = events;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(index));
    std::map<Subject, std::uint64_t> versions;
    for (std::size_t i = 0; i < left.size(); ++i) {
        Envelope& envelope = left[i].envelope;
        envelope.position = Position{i + 1};
        envelope.subject_version = ++versions[envelope.subject];
    }
    return left;
}

RC_GTEST_PROP(Forgery, IsJudgedToItsEndWhereAnEventIsTakenOutOrExchanged, (const Story& story)) {
    const World world = told(story);
    const std::vector<Event>& events = world.history().events();
    const auto index = *rc::gen::inRange<std::size_t>(0, events.size());
    (void)first_wrong({}, without(events, index), 0);
    std::vector<Event> exchanged = events;
    const auto other = *rc::gen::inRange<std::size_t>(0, events.size());
    std::swap(exchanged[index].payload, exchanged[other].payload);
    (void)first_wrong({}, exchanged, 0);
}

}  // namespace
}  // namespace property
