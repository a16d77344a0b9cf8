#include <fmt/core.h>

#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

Objection check_limit(std::string_view field, const std::optional<Money>& above) {
    if (!above || (!above->is_negative() && *above <= most_money_at_once)) return std::nullopt;
    return Refusal{
        Rule::value_must_be_in_range, std::string(field),
        fmt::format("{} is {}: give 0 to {}, or null where one person is enough for any amount",
                    field, to_text(*above), to_text(most_money_at_once))};
}

Refused<Refusal> no_such_proposal(Position position) {
    return refuse(Rule::proposal_must_be_open, "proposal",
                  fmt::format("event {} proposes nothing that waits: it was decided, done, or "
                              "never proposed",
                              position.number));
}

}  // namespace

Decision decide_one(const State& state, const SetApprovalLimits& command,
                    const Occasion& occasion) {
    const ApprovalLimitsSet& wanted = command.fact;
    if (auto no = first_of({check_limit("refund_above", wanted.refund_above),
                            check_limit("reversal_above", wanted.reversal_above)}))
        return refused(*no);
    if (wanted == state.office.approval_limits) return nothing_changes();
    return one_event(wanted, occasion);
}

Decision decide_one(const State& state, const ApproveTransaction& command,
                    const Occasion& occasion) {
    const ProposedTransaction* proposed = find(state.office.proposed, command.proposal);
    if (proposed == nullptr || proposed->approver) return no_such_proposal(command.proposal);
    if (proposed->proposer == occasion.actor.name)
        return refuse(
            Rule::approver_must_be_another, "proposal",
            fmt::format("'{}' proposed this: let somebody else look at it", proposed->proposer));
    if (auto no = check_open(state, state.wallets.at(proposed->wallet))) return refused(*no);
    return only(
        {TransactionApproved{command.proposal, proposed->wallet}, occasion.now, command.proposal});
}

Decision decide_one(const State& state, const DeclineTransaction& command,
                    const Occasion& occasion) {
    const ProposedTransaction* proposed = find(state.office.proposed, command.proposal);
    if (proposed == nullptr) return no_such_proposal(command.proposal);
    return only(
        {TransactionDeclined{command.proposal, proposed->wallet}, occasion.now, command.proposal});
}

}  // namespace ledger
