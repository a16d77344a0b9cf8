#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {

Decision decide_one(const State& state, const CutPower& command, const Occasion& occasion) {
    const Wallet* wallet = find(state.wallets, command.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", command.wallet.text());
    if (!wallet->arrears) return nothing_changes();
    Consequences drafts(state, occasion, std::vector<Draft>{});
    for (const Meter* meter : meters_of(state, command.wallet)) {
        const Position* alarm = find(meter->alarms, AlarmKind::arrears);
        if (alarm == nullptr) continue;
        drafts.because_of(*alarm);
        drafts.watch_power(*meter, {wallet->balance, wallet->overdraft}, meter->relay_closed);
    }
    return drafts.take();
}

}  // namespace ledger
