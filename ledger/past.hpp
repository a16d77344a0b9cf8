#pragma once
#include "ledger/book.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/rules/past.hpp"

namespace ledger {

/// The newest `most` events of a meter up to one version of it, oldest first. The index knows them.
Past read_past(const Journal& journal, const Index& index, const MeterId& meter,
               std::uint64_t newest, std::size_t most);

/// Asks the book for something that needs a meter's past: reads as much of it from the log as the
/// rules want, and asks again when the meter got newer events meanwhile. Waits for the index.
Outcome execute_with_past(Book& book, Request request, const MeterId& meter);

}  // namespace ledger
