#pragma once
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/journal/event_source.hpp"

namespace projections {

/// An event, and what came of it.
struct Effect {
    ledger::Event event;
    std::vector<Effect> effects;  ///< in the order of the log
};

/// How far is looked for what came of an event.
struct FamilyReach {
    std::uint64_t events = UINT64_MAX;  ///< behind it
    std::size_t effects = SIZE_MAX;
};

/// An event among its relatives.
struct Relatives {
    std::vector<ledger::Event> causes;  ///< from the first one to the one that led to it
    Effect root;                        ///< the event itself
    ledger::Position searched_to;       ///< what came of it later than that was not looked for
    bool is_complete;                   ///< everything up to the end of the log was looked at
};

/// What led to an event and what it led to, by the causation that each event names. Reads the log
/// from the event on. Throws JournalDamaged where a cause does not stand before its effect.
Relatives relatives_of(const ledger::EventSource& events, ledger::Position position,
                       FamilyReach reach = {});

}  // namespace projections
