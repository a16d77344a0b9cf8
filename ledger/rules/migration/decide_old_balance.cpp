#include <fmt/core.h>

#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/migration/check_old_balance.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {

Objection check_old_balance(const OldBalance& balance) {
    if (balance.amount > most_money_at_once || balance.amount < -most_money_at_once)
        return Refusal{Rule::value_must_be_in_range, "amount",
                       fmt::format("amount is {}: give -{} to {}", to_text(balance.amount),
                                   to_text(most_money_at_once), to_text(most_money_at_once))};
    return first_of({check_text("source", balance.source),
                     check_text_or_empty("reference", balance.reference)});
}

Decision decide_one(const State& state, const BringInBalance& command, const Occasion& occasion) {
    const Wallet* wallet = find(state.wallets, command.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", command.wallet.text());
    if (auto no = first_of({check_open(state, *wallet), check_old_balance(command.balance),
                            check_reason(occasion.reason)}))
        return refused(*no);
    if (!wallet->brought_in.is_none())
        return refuse(Rule::opening_balance_must_be_new, "wallet",
                      fmt::format("event {} brought in the old balance of wallet '{}': what is "
                                  "wrong with it is put right by an adjustment",
                                  wallet->brought_in.number, command.wallet.text()));
    const Money balance = wallet->balance + command.balance.amount;
    if (balance > most_money_at_once || balance < -most_money_at_once)
        return refuse(Rule::value_must_be_in_range, "amount",
                      fmt::format("the wallet would hold {}: between -{} and {} is possible",
                                  to_text(balance), to_text(most_money_at_once),
                                  to_text(most_money_at_once)));
    Consequences drafts(
        state, occasion,
        Draft{OpeningBalanceBroughtIn{command.wallet, command.balance.amount,
                                      command.balance.source, command.balance.reference, balance},
              occasion.now,
              {}});
    drafts.watch_wallet(command.wallet, balance);
    return drafts.take();
}

}  // namespace ledger
