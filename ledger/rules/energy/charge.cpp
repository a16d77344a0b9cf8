#include "ledger/rules/energy/charge.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {

namespace {

/// At the very moment of the last good reading: nothing can have been used.
Result<Charge, Doubt> charge_of_no_time(const ChargeBasis& basis, const EnergyUse& use) {
    const bool is_nothing =
        use.total.is_zero() &&
        std::all_of(use.rates.begin(), use.rates.end(), [](Energy each) { return each.is_zero(); });
    if (!is_nothing)
        return refused(Doubt{QuarantineReason::too_much_energy,
                             fmt::format("{} kWh in no time since {}", to_text(use.total),
                                         to_text(basis.interval.from))});
    return Charge{{}, {}, basis.standing.carry, basis.standing.tiers, basis.balance};
}

void name_payer(const Meter& meter, Result<Charge, Doubt>& charge) {
    if (charge) charge->wallet = meter.wallet;
}

}  // namespace

const Wallet* payer_of(const State& state, const Meter& meter) {
    return meter.account.is_empty() ? nullptr : &state.wallets.at(meter.wallet);
}

ChargeBasis basis_of(const State& state, const Meter& meter, const Wallet* payer, Instant until) {
    const Interval interval{meter.last_good->at, until};
    ChargeBasis basis{interval, *Zone::find(state.site->zone), payer != nullptr, {}, {}, {}};
    if (payer == nullptr) return basis;
    basis.terms = terms_of(state, meter, interval);
    basis.standing = standing_of(state, meter, *payer, basis.terms);
    basis.balance = payer->balance;
    return basis;
}

Result<Charge, Doubt> charge_for(const ChargeBasis& basis, const EnergyUse& use) {
    if (auto doubt = judge_size(use)) return refused(std::move(*doubt));
    if (basis.interval.from >= basis.interval.to) return charge_of_no_time(basis, use);
    if (!basis.is_paid)
        return Charge{{}, unpriced_lines(use, basis.interval, basis.zone), 0, {}, {}};
    auto rated = rate(use, basis.interval, basis.terms, basis.zone, basis.standing);
    if (!rated) return refused(Doubt{QuarantineReason::no_price, rated.error().detail});
    Money balance = basis.balance;
    for (const ChargeLine& line : rated->lines) balance -= line.amount;
    if (balance < -most_money_at_once || balance > most_money_at_once)
        return refused(
            Doubt{QuarantineReason::too_much_energy,
                  fmt::format("its charge would leave the wallet with {}", to_text(balance))});
    return Charge{
        {}, std::move(rated->lines), rated->standing.carry, rated->standing.tiers, balance};
}

Result<Charge, Doubt> charge_estimate(const ChargeBasis& basis, const EnergyUse& use) {
    auto charge = charge_for(basis, use);
    if (charge) {
        for (ChargeLine& line : charge->lines) line.basis = LineBasis::estimated;
    }
    return charge;
}

Result<Charge, Doubt> charge_for(const State& state, const Meter& meter, const EnergyUse& use,
                                 Instant until) {
    auto charge = charge_for(basis_of(state, meter, payer_of(state, meter), until), use);
    name_payer(meter, charge);
    return charge;
}

Result<Charge, Doubt> charge_estimate(const State& state, const Meter& meter, Energy energy,
                                      Instant until) {
    const ChargeBasis basis = basis_of(state, meter, payer_of(state, meter), until);
    auto charge = charge_estimate(basis, {energy, {}});
    name_payer(meter, charge);
    return charge;
}

}  // namespace ledger
