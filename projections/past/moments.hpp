#pragma once
#include "ledger/events/event.hpp"
#include "ledger/journal/event_source.hpp"

namespace projections {

/// A place in a log, and when its event was recorded; the beginning has neither.
struct Moment {
    ledger::Position position;
    ledger::Instant recorded_at;
};

/// The last event that had been recorded at this instant; none where the log begins later. Reads
/// as many events as the length of the log has binary digits.
ledger::Position last_recorded_by(const ledger::EventSource& events, ledger::Instant instant);

/// The moment behind this event, which the log must have, or the beginning.
Moment moment_behind(const ledger::EventSource& events, ledger::Position position);

/// The event at a position of the log. Throws JournalDamaged where its bytes are none.
ledger::Event event_at(const ledger::EventSource& events, ledger::Position position);

}  // namespace projections
