#include <fmt/core.h>

#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

Refused<Refusal> no_such_proposal(Position position) {
    return refuse(Rule::proposal_must_be_open, "proposal",
                  fmt::format("event {} is no adjustment that waits: it was decided, or never "
                              "proposed",
                              position.number));
}

Objection check_adjusted(Money balance) {
    if (balance <= most_money_at_once && balance >= -most_money_at_once) return std::nullopt;
    return Refusal{
        Rule::value_must_be_in_range, "amount",
        fmt::format("the wallet would hold {}: between -{} and {} is possible", to_text(balance),
                    to_text(most_money_at_once), to_text(most_money_at_once))};
}

}  // namespace

Decision decide_one(const State& state, const ProposeAdjustment& command,
                    const Occasion& occasion) {
    const Wallet* wallet = find(state.wallets, command.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", command.wallet.text());
    if (command.amount.is_zero())
        return refuse(Rule::adjustment_must_change_the_balance, "amount",
                      "amount is 0: give what the wallet shall have more, or less");
    if (command.amount > most_money_at_once || command.amount < -most_money_at_once)
        return refuse(Rule::value_must_be_in_range, "amount",
                      fmt::format("amount is {}: give at most {}", to_text(command.amount),
                                  to_text(most_money_at_once)));
    if (auto no = first_of({check_open(state, *wallet), check_reason(occasion.reason),
                            check_adjusted(wallet->balance + command.amount)}))
        return refused(*no);
    return one_event(AdjustmentProposed{command.wallet, command.kind, command.amount}, occasion);
}

Decision decide_one(const State& state, const ApproveAdjustment& command,
                    const Occasion& occasion) {
    const Proposal* proposal = find(state.proposals, command.proposal);
    if (proposal == nullptr) return no_such_proposal(command.proposal);
    if (proposal->proposer == occasion.actor.name)
        return refuse(
            Rule::approver_must_be_another, "proposal",
            fmt::format("'{}' proposed this: let somebody else look at it", proposal->proposer));
    const Wallet& wallet = state.wallets.at(proposal->wallet);
    const Money balance = wallet.balance + proposal->amount;
    if (auto no = first_of({check_open(state, wallet), check_adjusted(balance)}))
        return refused(*no);
    Consequences drafts(state, occasion,
                        Draft{BalanceAdjusted{proposal->wallet, command.proposal, proposal->kind,
                                              proposal->amount, balance},
                              occasion.now, command.proposal});
    drafts.watch_wallet(proposal->wallet, balance);
    return drafts.take();
}

Decision decide_one(const State& state, const DeclineAdjustment& command,
                    const Occasion& occasion) {
    const Proposal* proposal = find(state.proposals, command.proposal);
    if (proposal == nullptr) return no_such_proposal(command.proposal);
    return only(
        {AdjustmentDeclined{command.proposal, proposal->wallet}, occasion.now, command.proposal});
}

}  // namespace ledger
