#include "ledger/rules/state.hpp"

namespace ledger {

std::vector<const Meter*> meters_of(const State& state, const WalletId& wallet) {
    std::vector<const Meter*> drawing;
    each_meter_of(state, wallet, [&](const Meter& meter) { drawing.push_back(&meter); });
    return drawing;
}

}  // namespace ledger
