#include <algorithm>

#include "ledger/rules/energy/findings.hpp"
#include "ledger/rules/money/approval.hpp"
#include "ledger/rules/office/office_laws.hpp"

namespace ledger {

namespace {

constexpr Law law = Law::large_transactions_are_approved_by_another;

/// The end of a wallet is about no transaction.
bool is_of_wallet(const State& state, const TransactionProposed& fact) {
    if (fact.type == ProposedType::settlement) return fact.transaction.is_none();
    const Sale* sale = find(state.sales, fact.transaction);
    if (sale != nullptr) return sale->wallet == fact.wallet;
    const bool is_refund = fact.type == ProposedType::refund;
    const Refund* refund = is_refund ? nullptr : find(state.refunds, fact.transaction);
    return refund != nullptr && refund->wallet == fact.wallet;
}

}  // namespace

Finding fact_breach(const State&, const Envelope&, const ApprovalLimitsSet& fact) {
    const auto is_possible = [](const std::optional<Money>& above) {
        return !above || !above->is_negative();
    };
    return hold(is_possible(fact.refund_above) && is_possible(fact.reversal_above),
                Law::values_are_possible, "a limit is less than nothing");
}

Finding fact_breach(const State& state, const Envelope&, const TransactionProposed& fact) {
    return first_of(
        {hold(is_of_wallet(state, fact), Law::event_speaks_of_known_things,
              "what it is about is no transaction of this wallet"),
         hold(fact.amount > Money{}, Law::amounts_are_positive, "nothing, or less, was proposed"),
         know(state.wallets, fact.wallet, "the wallet is unknown")});
}

Finding fact_breach(const State& state, const Envelope& envelope, const TransactionApproved& fact) {
    const ProposedTransaction* proposed = find(state.office.proposed, fact.proposal);
    const bool may = proposed != nullptr && proposed->wallet == fact.wallet &&
                     !proposed->approver && proposed->proposer != envelope.actor.name;
    return hold(may, law, "not what waited to be approved, or approved by its proposer");
}

Finding fact_breach(const State& state, const Envelope&, const TransactionDeclined& fact) {
    const ProposedTransaction* proposed = find(state.office.proposed, fact.proposal);
    return hold(proposed != nullptr && proposed->wallet == fact.wallet, law,
                "nothing of this name waits");
}

Finding approval_breach(const State& state, const std::vector<TransactionProposed>& done) {
    const bool lacks_one = std::ranges::any_of(
        done, [&](const TransactionProposed& each) { return lacks_approval(state, each, done); });
    return hold(!lacks_one, law, "it is above the site's limit, and no second person approved it");
}

}  // namespace ledger
