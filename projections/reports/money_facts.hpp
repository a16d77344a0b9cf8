#pragma once
#include <vector>

#include "projections/reports/money_records.hpp"

namespace projections {

/// The records that an event makes, but for where the wallet stands and the shift of the actor.
std::vector<MoneyRecord> records_of(const ledger::Event& event);

}  // namespace projections
