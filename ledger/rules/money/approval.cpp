#include "ledger/rules/money/approval.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"

namespace ledger {
namespace {

bool covers(const ProposedTransaction& known, const TransactionProposed& wanted) {
    const bool is_end = wanted.type == ProposedType::settlement;
    return known.type == wanted.type && known.wallet == wanted.wallet &&
           known.transaction == wanted.transaction && known.method == wanted.method &&
           (is_end ? wanted.amount <= known.amount : wanted.amount == known.amount);
}

/// All that goes back to the customer, or comes from them again.
Money moved_by_reversal(const State& state, Position transaction) {
    if (const Sale* sale = find(state.sales, transaction)) return sale->amount + sale->fee;
    return state.refunds.at(transaction).amount;
}

/// What counts with it although it was paid back before.
Money paid_back_before(const State& state, const TransactionProposed& one) {
    if (one.type == ProposedType::refund) return state.sales.at(one.transaction).refunded;
    return state.accounts.at(state.wallets.at(one.wallet).account).paid_back;
}

template <class Fits>
void erase_ends(State& state, const Fits& fits) {
    std::erase_if(state.office.proposed, [&](const auto& each) {
        return each.second.type == ProposedType::settlement && fits(each.second.wallet);
    });
}

template <class Fits>
std::optional<Position> first_proposal(const State& state, const Fits& fits) {
    const auto& proposed = state.office.proposed;
    const auto found =
        std::ranges::find_if(proposed, [&](const auto& each) { return fits(each.second); });
    return found == proposed.end() ? std::nullopt : std::optional(found->first);
}

std::optional<Position> find_approved(const State& state, const TransactionProposed& wanted) {
    return first_proposal(state, [&](const ProposedTransaction& each) {
        return each.approver && covers(each, wanted);
    });
}

bool needs_approval(const State& state, const TransactionProposed& one,
                    const std::vector<TransactionProposed>& at_once) {
    const ApprovalLimitsSet& limits = state.office.approval_limits;
    if (one.type == ProposedType::reversal)
        return limits.reversal_above &&
               moved_by_reversal(state, one.transaction) > *limits.reversal_above;
    if (!limits.refund_above || !one.amount.is_positive()) return false;
    Money together = paid_back_before(state, one);
    for (const TransactionProposed& each : at_once)
        if (each.amount.is_positive()) together += each.amount;
    return together > *limits.refund_above;
}

}  // namespace

TransactionProposed proposal_for(const CreditRefunded& fact) {
    return {fact.wallet, ProposedType::refund, fact.sale, fact.amount, fact.method, false};
}

TransactionProposed proposal_for(const TransactionReversed& fact, bool debt_allowed) {
    return {fact.wallet, ProposedType::reversal, fact.transaction, fact.amount, fact.method,
            debt_allowed};
}

std::vector<TransactionProposed> proposals_for(const std::vector<Settlement>& ends) {
    std::vector<TransactionProposed> all;
    for (const Settlement& each : ends) all.push_back(proposal_for(each));
    return all;
}

std::optional<Position> find_proposal(const State& state, const TransactionProposed& wanted) {
    return first_proposal(state,
                          [&](const ProposedTransaction& each) { return covers(each, wanted); });
}

bool lacks_approval(const State& state, const TransactionProposed& one,
                    const std::vector<TransactionProposed>& at_once) {
    return needs_approval(state, one, at_once) && !find_approved(state, one);
}

Money balance_after(const State& state, const Proposal& proposed) {
    return state.wallets.at(proposed.wallet).balance + proposed.amount;
}

Money balance_after(const State& state, const ProposedTransaction& proposed) {
    if (proposed.type == ProposedType::settlement) return {};
    const Money balance = state.wallets.at(proposed.wallet).balance;
    const bool comes_back = state.refunds.contains(proposed.transaction);
    return comes_back ? balance + proposed.amount : balance - proposed.amount;
}

void use_up_approval(State& state, const TransactionProposed& done) {
    if (const auto approved = find_approved(state, done)) state.office.proposed.erase(*approved);
}

void use_up_ends(State& state, const WalletId& wallet) {
    erase_ends(state, [&](const WalletId& each) { return each == wallet; });
}

void use_up_ends(State& state, const AccountId& account) {
    erase_ends(state,
               [&](const WalletId& each) { return known(state.wallets, each).account == account; });
}

Decision done_or_proposed(const State& state, const Occasion& occasion,
                          const std::vector<TransactionProposed>& wanted, Decision done) {
    if (!done) return done;
    std::vector<Draft> proposals;
    std::optional<Position> waits;
    for (const TransactionProposed& each : wanted) {
        if (!lacks_approval(state, each, wanted)) continue;
        const auto known = find_proposal(state, each);
        if (!known) proposals.push_back({each, occasion.now, each.transaction});
        if (known && !waits) waits = known;
    }
    if (!proposals.empty()) return proposals;
    if (!waits) return done;
    return refuse(Rule::transaction_must_be_approved, "amount",
                  fmt::format("event {} proposes this and waits for a second person: ask "
                              "again when it is approved",
                              waits->number));
}

}  // namespace ledger
