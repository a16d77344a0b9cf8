#include "ledger/rules/energy/charge.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {

namespace {

/// At the very moment of the last good reading: nothing can have been used.
Result<Charge, Doubt> charge_of_no_time(const State& state, const Meter& meter,
                                        const EnergyUse& use) {
    const bool is_nothing =
        use.total.is_zero() &&
        std::all_of(use.rates.begin(), use.rates.end(), [](Energy each) { return each.is_zero(); });
    if (!is_nothing)
        return refused(Doubt{QuarantineReason::too_much_energy,
                             fmt::format("{} kWh in no time since {}", to_text(use.total),
                                         to_text(meter.last_good->at))});
    if (meter.account.is_empty()) return Charge{{}, {}, 0, {}, {}};
    const Wallet& wallet = state.wallets.at(meter.wallet);
    return Charge{meter.wallet, {}, wallet.carry, meter.tiers, wallet.balance};
}

}  // namespace

Result<Charge, Doubt> charge_for(const State& state, const Meter& meter, const EnergyUse& use,
                                 Instant until) {
    if (auto doubt = judge_size(use)) return refused(std::move(*doubt));
    const Interval interval{meter.last_good->at, until};
    if (interval.from >= interval.to) return charge_of_no_time(state, meter, use);
    const Zone zone = *Zone::find(state.site->zone);
    if (meter.account.is_empty()) return Charge{{}, unpriced_lines(use, interval, zone), 0, {}, {}};
    const Wallet& wallet = state.wallets.at(meter.wallet);
    const TermsInForce terms = terms_of(state, meter, interval);
    auto rated = rate(use, interval, terms, zone, standing_of(state, meter, wallet, terms));
    if (!rated) return refused(Doubt{QuarantineReason::no_price, rated.error().detail});
    Money balance = wallet.balance;
    for (const ChargeLine& line : rated->lines) balance -= line.amount;
    if (balance < -most_money_at_once || balance > most_money_at_once)
        return refused(
            Doubt{QuarantineReason::too_much_energy,
                  fmt::format("its charge would leave the wallet with {}", to_text(balance))});
    return Charge{meter.wallet, std::move(rated->lines), rated->standing.carry,
                  rated->standing.tiers, balance};
}

Result<Charge, Doubt> charge_estimate(const State& state, const Meter& meter, Energy energy,
                                      Instant until) {
    auto charge = charge_for(state, meter, {energy, {}}, until);
    if (charge) {
        for (ChargeLine& line : charge->lines) line.basis = LineBasis::estimated;
    }
    return charge;
}

}  // namespace ledger
