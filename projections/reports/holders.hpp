#pragma once
#include "ledger/events/event.hpp"
#include "projections/table_view.hpp"

// "wa" | account | zero | position u64  -> name of the customer, from that event on
// "wc" | customer | zero | position u64 -> CustomerRegistered: what was sealed, from that event on

namespace projections {

/// Notes in a table whose accounts are, and what is known of whom.
void note_holders(Table& table, const ledger::Event& event);

/// Whose an account is. Name and telephone are sealed as in the event: nobody reads them here.
using Holder = ledger::CustomerRegistered;

/// Whose accounts were at any event. One thread.
class PastHolders {
public:
    explicit PastHolders(const TableView& view) : view_(view) {}

    /// Sealed is nothing where the customer was not registered; nobody: no account was open.
    Holder of(const ledger::AccountId& account, ledger::Position at) const;

private:
    const TableView& view_;
};

}  // namespace projections
