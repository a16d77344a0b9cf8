#pragma once
#include <filesystem>

#include "ledger/events/event.hpp"
#include "ledger/journal/journal.hpp"

namespace meterbook {

/// The journal of a book that nobody serves now, for reading. Throws Cannot where there is none.
ledger::Journal open_stopped(const std::filesystem::path& book);

/// The event at a place of the log. Throws JournalDamaged where its bytes are none.
ledger::Event event_in(const ledger::Entry& entry);

}  // namespace meterbook
