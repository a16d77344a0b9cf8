#pragma once
#include <functional>

#include "ledger/events/event.hpp"
#include "projections/reports/register_days.hpp"
#include "projections/reports/sums.hpp"

namespace projections {

/// Sums that grow over time, by the key of a group: in a table, or beside one. Those that change
/// stay where they are, with others that change.
struct GrowingSums {
    std::function<Sums(ledger::BytesView group)> get;
    std::function<Sums&(ledger::BytesView group)> change;
};

/// What an event does to them.
void note_registers(const GrowingSums& sums, const ledger::Event& event);

/// Under which those of meters stand; what follows is the meter's name.
constexpr char of_meters = 'm';

/// What stands in the sums of a meter, before a range and behind it.
RegisterTurnover turnover_of(const Sums& before, const Sums& behind);

}  // namespace projections
