#include "ledger/rules/energy/charging_laws.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/energy/judge_reading.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

Finding energy_breach(Energy counted, const std::vector<ChargeLine>& lines) {
    const Energy charged = energy_in(lines);
    if (charged == counted) return std::nullopt;
    return Breach{Law::energy_is_neither_lost_nor_invented,
                  fmt::format("the registers counted {} kWh and the lines {} kWh", to_text(counted),
                              to_text(charged))};
}

Finding wallet_breach(const Meter& meter, const WalletId& wallet) {
    return hold(wallet == meter.wallet, Law::event_speaks_of_known_things,
                "the wallet is not the meter's");
}

OpenCharge left_open(const State& state, const Meter& meter, const EnergyUse& use, Instant until) {
    const Wallet* payer = payer_of(state, meter);
    return {basis_of(state, meter, payer, until), use,
            payer == nullptr ? std::nullopt : credit_breach(*payer)};
}

Result<Charge, Doubt> rated_again(const OpenCharge& open, const EnergyEstimated&) {
    return charge_estimate(open.basis, open.use);
}
Result<Charge, Doubt> rated_again(const OpenCharge& open, const auto&) {
    return charge_for(open.basis, open.use);
}

template <class Fact>
Finding charge_breach_of(const OpenCharge& open, const Fact& fact) {
    const auto again = rated_again(open, fact);
    if (!again) return Breach{Law::charge_is_what_the_terms_say, again.error().detail};
    return first_of({energy_breach(open.use.total, fact.lines), open.credit,
                     hold(again->lines == fact.lines && again->carry_after == fact.carry_after &&
                              again->tiers_after == fact.tiers_after,
                          Law::charge_is_what_the_terms_say, "rating it again gives other lines")});
}

bool is_within_limits(const Registers& registers) {
    return energy_of(registers, registers.total) &&
           std::all_of(registers.rates.begin(), registers.rates.end(),
                       [&](std::uint64_t each) { return energy_of(registers, each); });
}

bool can_follow(const LastReading& last, const Registers& now) {
    return is_within_limits(now) && have_same_shape(last.registers, now) &&
           is_nowhere_below(now, last.registers);
}

}  // namespace

Finding charging_breach(const State& state, const Envelope& envelope, const ReadingRecorded& fact,
                        std::optional<OpenCharge>& open) {
    const Meter* meter = find(state.meters, fact.meter);
    if (meter == nullptr) return know(state.meters, fact.meter, "the meter is unknown");
    if (fact.use == ReadingUse::corrects)
        return hold(fact.lines.empty() && fact.wallet.is_empty() &&
                        envelope.occurred_at > meter->attached.at && !meter->account.is_empty(),
                    Law::energy_is_neither_lost_nor_invented,
                    "a reading that corrects charges lies within its account and has no lines");
    if (fact.use == ReadingUse::late || fact.use == ReadingUse::opening)
        return first_of({hold(fact.lines.empty() && fact.wallet.is_empty(),
                              Law::energy_is_neither_lost_nor_invented,
                              "a reading that charges nothing has charge lines"),
                         hold((fact.use == ReadingUse::late) == meter->last_good.has_value(),
                              Law::reading_follows_the_last_good_one,
                              "the first reading of a meter is its opening")});
    const bool follows = meter->last_good && fact.previous == meter->last_good->position &&
                         envelope.occurred_at > meter->last_good->at &&
                         can_follow(*meter->last_good, fact.registers);
    if (!follows)
        return Breach{Law::reading_follows_the_last_good_one,
                      "it is not later and higher than the last good reading"};
    if ((fact.use == ReadingUse::charged) == meter->wallet.is_empty())
        return Breach{Law::charge_is_what_the_terms_say, "it says otherwise whether anybody pays"};
    if (auto breach = wallet_breach(*meter, fact.wallet)) return breach;
    const EnergyUse use = use_between(meter->last_good->registers, fact.registers);
    open = left_open(state, *meter, use, envelope.occurred_at);
    return std::nullopt;
}

Finding charging_breach(const State& state, const Envelope& envelope, const EnergyEstimated& fact,
                        std::optional<OpenCharge>& open) {
    const Meter* meter = find(state.meters, fact.meter);
    const bool follows =
        meter != nullptr && meter->last_good && meter->last_good->at == fact.since &&
        meter->last_good->position == fact.previous && envelope.occurred_at >= fact.since;
    if (!follows)
        return Breach{Law::reading_follows_the_last_good_one,
                      "it does not begin at the last good reading"};
    if (auto breach = wallet_breach(*meter, fact.wallet)) return breach;
    open = left_open(state, *meter, {fact.energy, {}}, envelope.occurred_at);
    return std::nullopt;
}

Finding charging_breach(const State& state, const Envelope& envelope,
                        const RegisterRolledOver& fact, std::optional<OpenCharge>& open) {
    const Meter* meter = find(state.meters, fact.meter);
    const bool follows = meter != nullptr && meter->last_good &&
                         meter->last_good->position == fact.previous &&
                         envelope.occurred_at > meter->last_good->at;
    const auto use = follows ? use_across(meter->last_good->registers, fact.registers, fact.modulus)
                             : std::nullopt;
    if (!use)
        return Breach{Law::reading_follows_the_last_good_one,
                      "it does not follow the last good reading across the modulus"};
    if (auto breach = wallet_breach(*meter, fact.wallet)) return breach;
    open = left_open(state, *meter, *use, envelope.occurred_at);
    return std::nullopt;
}

Finding charge_breach(const OpenCharge& open, const Payload& payload) {
    return std::visit(
        [&]<class Fact>(const Fact& fact) -> Finding {
            if constexpr (is_one_of<Fact, ReadingRecorded, EnergyEstimated, RegisterRolledOver>)
                return charge_breach_of(open, fact);
            else
                return std::nullopt;
        },
        payload);
}

}  // namespace ledger
