#pragma once
#include "ledger/rating/rate.hpp"
#include "ledger/rules/energy/judge_reading.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// What a use of energy costs whoever pays for the meter now, and what it leaves behind.
struct Charge {
    WalletId wallet;  ///< nobody pays: empty, and the lines have no price
    std::vector<ChargeLine> lines;
    std::int64_t carry_after;
    TierCount tiers_after;
    Money balance;  ///< of the wallet, after it
};

/// Charges this use since the last good reading to whoever pays. Energy without a price, or a
/// charge beyond all bounds, is a doubt.
Result<Charge, Doubt> charge_for(const State& state, const Meter& meter, const EnergyUse& use,
                                 Instant until);

/// The same lines, marked as estimated: no register showed this energy.
Result<Charge, Doubt> charge_estimate(const State& state, const Meter& meter, Energy energy,
                                      Instant until);

/// Gives the charge to an event that has a place for it.
template <class Fact>
void book(Charge charge, Fact& fact) {
    fact.wallet = std::move(charge.wallet);
    fact.lines = std::move(charge.lines);
    fact.carry_after = charge.carry_after;
    fact.tiers_after = charge.tiers_after;
}

}  // namespace ledger
