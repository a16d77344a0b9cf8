#pragma once
#include <string>

#include "api/routes.hpp"
#include "ledger/events/event.hpp"

namespace api {

/// One event that moved an account of the books, and what it did there: positive is a debit.
struct AccountEntry {
    ledger::Event event;
    ledger::Money amount;
    ledger::Money balance_after;
};

/// Events behind `after` up to `until`.
struct Span {
    ledger::Position after;
    ledger::Position until;
};

/// What was posted to an account within a span, newest first; the cursor is the position before
/// which the page goes on. Of energy 20,000 events are looked at for a page at most.
projections::Page<AccountEntry> account_entries(const Call& call, const std::string& account,
                                                const Span& span, std::size_t limit);

}  // namespace api
