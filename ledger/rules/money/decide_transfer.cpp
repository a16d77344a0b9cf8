#include <fmt/core.h>

#include "ledger/rules/consequences.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {

Decision decide_one(const State& state, const TransferCredit& command, const Occasion& occasion) {
    const Wallet* from = find(state.wallets, command.from);
    if (from == nullptr) return no_such(Rule::wallet_must_exist, "from", command.from.text());
    const Wallet* to = find(state.wallets, command.to);
    if (to == nullptr) return no_such(Rule::wallet_must_exist, "to", command.to.text());
    if (command.from == command.to)
        return refuse(Rule::wallets_must_differ, "to",
                      "credit goes from one wallet to another: name two");
    if (auto no = first_of({check_open(state, *from), check_open(state, *to),
                            check_amount(command.amount), check_reason(occasion.reason),
                            check_credit_is_ours(state, command.from, "from"),
                            check_credit_is_ours(state, command.to, "to")}))
        return refused(*no);
    if (command.amount > from->balance)
        return refuse(Rule::transfer_must_not_exceed_credit, "amount",
                      fmt::format("amount is {} and the wallet holds {}: transfer at most that",
                                  to_text(command.amount), to_text(from->balance)));
    const Money left = from->balance - command.amount;
    const Money arrived = to->balance + command.amount;
    if (arrived > most_money_at_once)
        return refuse(Rule::value_must_be_in_range, "amount",
                      fmt::format("the other wallet would hold {}: at most {} is possible",
                                  to_text(arrived), to_text(most_money_at_once)));
    Consequences drafts(
        state, occasion,
        Draft{CreditTransferred{command.from, command.to, command.amount, left, arrived},
              occasion.now,
              {}});
    drafts.watch_wallet(command.from, left);
    drafts.watch_wallet(command.to, arrived);
    return drafts.take();
}

}  // namespace ledger
