#pragma once
#include "ledger/book.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/rules/correction/past.hpp"

namespace ledger {

/// The newest `most` events of a meter up to one version of it, oldest first. The index knows them.
Past read_past(const Journal& journal, const Index& index, const MeterId& meter,
               std::uint64_t newest, std::size_t most);

/// Waits until the log holds this event, and the index knows it: it follows a moment behind. Throws
/// JournalUnavailable where it does not within seconds: the disk refuses, or is much too slow.
void wait_for_index(const Book& book, Position position);

/// Asks for something that needs a meter's past: reads as much of it from the log as the rules
/// want, and asks again when the meter got newer events meanwhile. `ask` executes or previews.
/// Waits for the index, and throws as that does.
Outcome ask_with_past(const Book& book, Request request, const MeterId& meter,
                      const std::function<Outcome(const Request&)>& ask);

}  // namespace ledger
