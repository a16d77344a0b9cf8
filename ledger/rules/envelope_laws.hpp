#pragma once
#include "ledger/rules/energy/findings.hpp"

namespace ledger {

/// What must hold of an event's envelope, whatever its payload is.
Finding envelope_breach(const State& state, const Event& event);

/// The part of it that asks for no state: what the event is about, its form, its sum.
Finding form_breach(const Event& event);

/// The other part: where in the book it stands.
Finding place_breach(const State& state, const Event& event);

}  // namespace ledger
