#pragma once
#include "ledger/events/event.hpp"
#include "ledger/journal/journal.hpp"

namespace ledger {

/// An event of a book that is served, which its own release wrote or took over: that it can be read
/// is an invariant. Whoever looks into a log of others decodes it, and says what is wrong. Pure;
/// any thread.
Event recorded_event(BytesView stored);

/// The one at a position of the log, which is there. Throws as the journal does.
Event recorded_event(const Journal& journal, Position position);

}  // namespace ledger
