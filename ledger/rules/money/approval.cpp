#include "ledger/rules/money/approval.hpp"

#include <algorithm>

namespace ledger {
namespace {

bool is_of(const ProposedTransaction& known, const TransactionProposed& wanted) {
    return known.type == wanted.type && known.transaction == wanted.transaction &&
           known.amount == wanted.amount && known.method == wanted.method;
}

/// All that goes back to the customer, or comes from them again.
Money moved_by_reversal(const State& state, Position transaction) {
    if (const Sale* sale = find(state.sales, transaction)) return sale->amount + sale->fee;
    return state.refunds.at(transaction).amount;
}

template <class Fits>
std::optional<Position> first_proposal(const State& state, const Fits& fits) {
    const auto& proposed = state.office.proposed;
    const auto found =
        std::ranges::find_if(proposed, [&](const auto& each) { return fits(each.second); });
    return found == proposed.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

TransactionProposed proposal_for(const CreditRefunded& fact) {
    return {fact.wallet, ProposedType::refund, fact.sale, fact.amount, fact.method, false};
}

TransactionProposed proposal_for(const TransactionReversed& fact, bool debt_allowed) {
    return {fact.wallet, ProposedType::reversal, fact.transaction, fact.amount, fact.method,
            debt_allowed};
}

bool needs_approval(const State& state, const TransactionProposed& wanted) {
    const ApprovalLimitsSet& limits = state.office.approval_limits;
    if (wanted.type == ProposedType::refund)
        return limits.refund_above &&
               state.sales.at(wanted.transaction).refunded + wanted.amount > *limits.refund_above;
    return limits.reversal_above &&
           moved_by_reversal(state, wanted.transaction) > *limits.reversal_above;
}

std::optional<Position> find_proposal(const State& state, const TransactionProposed& wanted) {
    return first_proposal(state,
                          [&](const ProposedTransaction& each) { return is_of(each, wanted); });
}

std::optional<Position> find_approved(const State& state, const TransactionProposed& wanted) {
    return first_proposal(state, [&](const ProposedTransaction& each) {
        return each.approver && is_of(each, wanted);
    });
}

void use_up_approval(State& state, const TransactionProposed& done) {
    if (const auto approved = find_approved(state, done)) state.office.proposed.erase(*approved);
}

}  // namespace ledger
