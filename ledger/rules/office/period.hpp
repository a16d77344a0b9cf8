#pragma once
#include <vector>

#include "ledger/rules/state.hpp"

namespace ledger {

/// A day, a month or a year of the calendar: its first and its last day.
struct Period {
    Day first;
    Day last;

    friend bool operator==(const Period&, const Period&) = default;
};

/// The period of this kind in which the day lies.
Period period_of(PeriodKind kind, Day day);

/// The one that has to be closed next: the one after the last closed of its kind, or that of the
/// first event of the book. The book has an event.
Period next_to_close(const State& state, PeriodKind kind);

/// The last event that was recorded until the end of that day.
Position last_event_until(const State& state, Day day);

/// Debit and credit within the period and the balance at its end, of every account used by then.
std::vector<PeriodFigure> figures_of(const State& state, const Period& period);

}  // namespace ledger
