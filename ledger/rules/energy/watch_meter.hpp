#pragma once
#include "ledger/rules/commands.hpp"
#include "ledger/rules/consequences.hpp"

namespace ledger {

/// The alarms that follow from what a meter showed besides its energy, at a good reading: its
/// purchases, its power and its clock, as far as it showed them.
void watch_meter(Consequences& drafts, const State& state, const RecordReading& command,
                 const Meter& meter);

}  // namespace ledger
