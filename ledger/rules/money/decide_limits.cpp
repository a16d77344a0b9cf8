#include <fmt/core.h>

#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/check_money.hpp"

namespace ledger {

Decision decide_one(const State& state, const SetCreditLimits& command, const Occasion& occasion) {
    const CreditLimitsSet& wanted = command.fact;
    const Wallet* wallet = find(state.wallets, wanted.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", wanted.wallet.text());
    if (auto no = first_of({check_open(state, *wallet), check_reason(occasion.reason),
                            check_limits(wanted.overdraft, wanted.hoarding_limit)}))
        return refused(*no);
    if (wallet->overdraft == wanted.overdraft && wallet->hoarding_limit == wanted.hoarding_limit)
        return nothing_changes();
    Consequences drafts(state, occasion, Draft{wanted, occasion.now, {}});
    drafts.watch_wallet(wanted.wallet, {wallet->balance, wanted.overdraft});
    return drafts.take();
}

}  // namespace ledger
