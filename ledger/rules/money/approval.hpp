#pragma once
#include <optional>
#include <vector>

#include "ledger/rules/decide.hpp"
#include "ledger/rules/state.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {

// A second person for what moves money: whether the site wants one, whether one has approved, and
// what they judge by.

/// What somebody has to propose where this is more than one person decides. Whether a debt may be
/// left is the right of whoever does it, and no part of what is approved.
TransactionProposed proposal_for(const CreditRefunded& fact);
TransactionProposed proposal_for(const TransactionReversed& fact, bool debt_allowed = false);

/// The same of a wallet that ends. It draws on until then, so that this much, or less, is paid out.
template <class End>
    requires is_one_of<End, Settlement, WalletSettled>
TransactionProposed proposal_for(const End& end) {
    return {end.wallet, ProposedType::settlement, {}, end.paid_out, end.method, false};
}

std::vector<TransactionProposed> proposals_for(const std::vector<Settlement>& ends);

/// One of what is wanted at once would pay back more than the site lets one person decide, and
/// nobody else has approved it. A refund counts with those of its sale so far; the end of a wallet
/// with all that its account was paid back, and with the others that end now. What is collected
/// needs nobody else.
bool lacks_approval(const State& state, const TransactionProposed& one,
                    const std::vector<TransactionProposed>& at_once);

/// The open proposal that covers this; nothing where none does.
std::optional<Position> find_proposal(const State& state, const TransactionProposed& wanted);

/// What the wallet would hold if what is proposed were done now.
Money balance_after(const State& state, const Proposal& proposed);
Money balance_after(const State& state, const ProposedTransaction& proposed);

/// A refund or a reversal that was done as it was approved needs to be approved again.
void use_up_approval(State& state, const TransactionProposed& done);

/// No approval outlives the end that it was for: of a wallet that is settled or drawn on again, and
/// of those of an account that is closed or handed over.
void use_up_ends(State& state, const WalletId& wallet);
void use_up_ends(State& state, const AccountId& account);

/// What was decided is done where it may be; where a second person has to look at any of it first,
/// that is proposed and nothing is done.
Decision done_or_proposed(const State& state, const Occasion& occasion,
                          const std::vector<TransactionProposed>& wanted, Decision done);

}  // namespace ledger
