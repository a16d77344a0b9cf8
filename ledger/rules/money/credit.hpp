#pragma once
#include "ledger/rules/state.hpp"

namespace ledger {

// How credit comes and goes in one wallet. Law: a positive balance is the sum of the open credit;
// a wallet without open credit has a balance of zero or a debt.

/// Credit of a sale (or, at position 0, of no sale) pays a debt first; what is left is open.
void add_credit(Wallet& wallet, Position sale, Money amount);

/// Takes credit, first in, first out; what is not there becomes debt. A negative amount is credit
/// that comes back.
void consume_credit(Wallet& wallet, Money amount);

/// Takes back unconsumed credit of this very sale.
void withdraw_credit(Wallet& wallet, Position sale, Money amount);

/// Takes back a whole sale: its unconsumed part, and for the rest whatever else is there.
void undo_sale(Wallet& wallet, Position sale, Money amount);

/// What of this sale is not consumed yet.
Money unconsumed(const Wallet& wallet, Position sale);

}  // namespace ledger
