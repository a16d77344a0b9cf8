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

/// What a use of energy is charged by: all that the state has to say of it. It points into tariffs
/// and calendars, and holds until one of them is published.
struct ChargeBasis {
    Interval interval;  ///< since the last good reading
    Zone zone;
    bool is_paid;  ///< by somebody; otherwise all that follows is nothing
    TermsInForce terms;
    Standing standing;
    Money balance;  ///< of the wallet, before it
};

/// Whose wallet pays for the meter now; nobody's: null.
const Wallet* payer_of(const State& state, const Meter& meter);

ChargeBasis basis_of(const State& state, const Meter& meter, const Wallet* payer, Instant until);

/// Charges this use to whoever pays; the charge names no wallet. Energy without a price, or a
/// charge beyond all bounds, is a doubt. Pure.
Result<Charge, Doubt> charge_for(const ChargeBasis& basis, const EnergyUse& use);

/// The same lines, marked as estimated: no register showed this energy.
Result<Charge, Doubt> charge_estimate(const ChargeBasis& basis, const EnergyUse& use);

/// The same of a use since the last good reading, and the wallet is named.
Result<Charge, Doubt> charge_for(const State& state, const Meter& meter, const EnergyUse& use,
                                 Instant until);
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
