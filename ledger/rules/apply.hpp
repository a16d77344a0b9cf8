#pragma once
#include "ledger/events/event.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Carries one event into the state. Judges nothing: what is recorded has happened. Pure; an event
/// out of order, or about a thing the state does not know, breaks a promise of the log and stops.
void apply(State& state, const Event& event);
void apply(State& state, const Envelope& envelope, const Payload& payload);

}  // namespace ledger
