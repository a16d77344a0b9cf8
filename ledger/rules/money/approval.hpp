#pragma once
#include <optional>

#include "ledger/rules/state.hpp"

namespace ledger {

// A second person for what is paid back: whether the site wants one, and whether one has approved.

/// What somebody has to propose where this is more than one person decides. Whether a debt may be
/// left is the right of whoever does it, and no part of what is approved.
TransactionProposed proposal_for(const CreditRefunded& fact);
TransactionProposed proposal_for(const TransactionReversed& fact, bool debt_allowed = false);

/// More would be paid back than the site lets one person decide: of a refund, of its sale so far.
bool needs_approval(const State& state, const TransactionProposed& wanted);

/// The open proposal of just this; nothing where none is.
std::optional<Position> find_proposal(const State& state, const TransactionProposed& wanted);

/// The same, where somebody has approved it.
std::optional<Position> find_approved(const State& state, const TransactionProposed& wanted);

/// What was done as it was approved needs to be approved again.
void use_up_approval(State& state, const TransactionProposed& done);

}  // namespace ledger
