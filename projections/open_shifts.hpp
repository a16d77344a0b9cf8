#pragma once
#include "ledger/events/event.hpp"
#include "projections/table.hpp"

// "o" | teller's name -> position u64 of the open shift, or 0

namespace projections {

/// Notes in a table which shift its teller has open, or that he has none any more. Events that are
/// neither the one nor the other change nothing.
void note_shift(Table& table, const ledger::Event& event);

/// The shift that somebody has open; none: he has none.
ledger::Position open_shift(const Table& table, const std::string& teller);

}  // namespace projections
