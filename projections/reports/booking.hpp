#pragma once
#include <functional>
#include <optional>

#include "ledger/events/event.hpp"
#include "ledger/rating/zone.hpp"
#include "projections/table_view.hpp"

namespace ledger {
class Journal;
}

// "bz"                 -> the site's zone
// "bt"                 -> u32 the newest day that is booked on
// "bp" | position u64  -> u32 day, of the first event that was booked on each day

namespace projections {

/// The newest day that is booked on, and by which clock it ends when: those are found again where
/// they are not known.
struct Today {
    ledger::Day day;
    ledger::Instant until{};
    std::optional<ledger::Zone> zone{};
};

/// Notes on which day of the site's clock an event is booked, which is when it was recorded; says
/// that day, and its clock. Days never go back. Before the site has a clock they are those of UTC.
/// Valid until the next commit.
const Today& note_booking(Table& table, const ledger::Event& event);

/// By which clock days are counted in this table.
ledger::Zone zone_in(const TableView& view);

/// The first day that anything is booked on; nothing: there is no event.
std::optional<ledger::Day> first_day_in(const TableView& view);

/// How far a report sees: up to an event, and therefore some of the day it is booked on.
struct Horizon {
    ledger::Position position;        ///< the last event that counts; none: no event does
    ledger::Day day;                  ///< on which that is booked
    ledger::Position first_of_day{};  ///< the first event of that day
    bool is_all = true;               ///< of what the view has seen
};

/// Up to this position, or to the end of what was seen where it is not given.
Horizon horizon_at(const TableView& view, std::optional<ledger::Position> position);

/// The first event that is booked on this day or later; behind all others where there is none.
ledger::Position first_booked(const TableView& view, ledger::Day day);

/// When it was recorded; nothing where no event is meant.
std::optional<ledger::Instant> recorded_at(const ledger::Journal& journal,
                                           ledger::Position position);

/// Who did it, when and why.
ledger::Envelope envelope_of(const ledger::Journal& journal, ledger::Position position);

/// The last event that was recorded by then; none: there was no event.
ledger::Position last_recorded_by(const TableView& view, const ledger::Journal& journal,
                                  ledger::Instant moment);

/// Calls `each` with the events of the horizon's last day, up to its position: what a table's rows
/// of whole days leave out. Nothing where the table's rows are enough.
void each_of_last_day(const ledger::Journal& journal, const Horizon& horizon,
                      const std::function<void(const ledger::Event&)>& each);

}  // namespace projections
