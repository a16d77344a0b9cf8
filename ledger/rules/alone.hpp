#pragma once
#include <optional>
#include <string_view>

#include "ledger/rules/laws.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

// A log is nearly all readings, and a reading changes its own meter and the wallet that pays for
// it. Whoever verifies many of them can judge and apply those of different wallets side by side,
// and comes to the same state and the same breaches as one event after another does.

/// Whose matter alone this event is, besides what all share: the wallet that pays, or where nobody
/// pays the meter. Nothing where it does more: a reading that has charges corrected, one of an
/// unknown meter, every other event. Stays the same while only such events are taken; borrowed from
/// the state.
std::optional<std::string_view> alone_with(const State& state, const Event& event);

/// Applies it where it breaks no law but those of the order of all events; else says which, and the
/// state is of no use. Any thread, one at a time for each wallet, while nothing else is done to the
/// state.
std::optional<Breach> take_alone(State& state, const Event& event);

/// What is left of applying it: what all share, in the order of the events.
void take_in_order(State& state, const Event& event);

// The halves of find_breach and of apply that this is made of.

/// The law of the order of all events that it breaks behind one of this position and moment.
std::optional<Breach> find_order_breach(Position last, Instant recorded_at, const Event& event);

/// The first of all other laws that it breaks.
std::optional<Breach> find_own_breach(const State& state, const Event& event,
                                      const PastOf& past_of);

/// Carries an event into what it is about, and nothing into what all share.
void carry(State& state, const Event& event);

}  // namespace ledger
