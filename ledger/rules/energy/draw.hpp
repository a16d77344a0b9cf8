#pragma once
#include "ledger/rules/money/credit.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Who pays for what these lines say.
template <class Fact>
void draw(State& state, Meter& meter, const Fact& fact) {
    if (fact.wallet.is_empty()) return;
    meter.tiers = fact.tiers_after;
    Wallet& wallet = known(state.wallets, fact.wallet);
    Money charged;
    for (const ChargeLine& line : fact.lines) charged += line.amount;
    consume_credit(wallet, charged);
    wallet.carry = fact.carry_after;
}

}  // namespace ledger
