#pragma once
#include <filesystem>

#include "ledger/events/event.hpp"
#include "ledger/journal/event_source.hpp"

namespace meterbook {

/// The journal of a book that nobody serves now, for reading. Throws Cannot where there is none.
ledger::Journal open_stopped(const std::filesystem::path& book);

/// The events of such a book, or of a bundle: whoever looks at the past takes either. Throws Cannot
/// where there is neither, BundleBroken where the bundle is not a whole one.
std::unique_ptr<ledger::EventSource> open_log(const std::filesystem::path& book_or_bundle);

/// The event at a place of the log. Throws JournalDamaged where its bytes are none.
ledger::Event event_in(const ledger::Entry& entry);

}  // namespace meterbook
