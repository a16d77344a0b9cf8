#include "ledger/rules/state.hpp"

namespace ledger {

std::vector<const Meter*> meters_of(const State& state, const WalletId& wallet) {
    std::vector<const Meter*> drawing;
    const Account* account = find(state.accounts, state.wallets.at(wallet).account);
    if (account == nullptr) return drawing;
    for (const MeterId& id : account->meters) {
        const Meter& meter = state.meters.at(id);
        if (meter.wallet == wallet) drawing.push_back(&meter);
    }
    return drawing;
}

}  // namespace ledger
