#pragma once
#include "ledger/rules/energy/findings.hpp"

namespace ledger {

/// What must hold of an event's envelope, whatever its payload is.
Finding envelope_breach(const State& state, const Event& event);

}  // namespace ledger
