#pragma once
#include "ledger/rules/refusal.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// The meter whose newest quarantined reading this is; none: it is another event, or decided.
const Meter* meter_in_doubt(const State& state, Position reading);

Refused<Refusal> not_in_quarantine(Position reading);

}  // namespace ledger
