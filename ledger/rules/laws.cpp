#include "ledger/rules/laws.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <stdexcept>

#include <fmt/core.h>

#include "ledger/events/bounds.hpp"
#include "ledger/rating/zone.hpp"
#include "ledger/rules/accounts/account_laws.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/catalogue/tariff_shape.hpp"
#include "ledger/rules/control/control_laws.hpp"
#include "ledger/rules/correction/correction_laws.hpp"
#include "ledger/rules/energy/charge.hpp"
#include "ledger/rules/energy/findings.hpp"
#include "ledger/rules/energy/judge_reading.hpp"
#include "ledger/rules/envelope_laws.hpp"
#include "ledger/rules/money/credit.hpp"
#include "ledger/rules/money/service_fee.hpp"
#include "ledger/rules/office/office_laws.hpp"
#include "ledger/values/judging.hpp"
#include "ledger/values/limits.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

/// The events, by name, about which there is nothing more to hold than their envelope.
template <class Fact>
constexpr bool has_no_more_laws =
    is_one_of<Fact, BuildingRegistered, GatewayRegistered, LineRegistered, MeterRegistered,
              RequestRefused, ExportTaken>;

template <class Fact>
    requires has_no_more_laws<Fact>
Finding fact_breach(const State&, const Envelope&, const Fact&) {
    return std::nullopt;
}

template <class Fact>
    requires is_about_accounts<Fact>
Finding fact_breach(const State& state, const Envelope& envelope, const Fact& fact) {
    if constexpr (requires { account_breach(state, envelope, fact); })
        return account_breach(state, envelope, fact);
    else
        return account_breach(state, fact);
}

Finding fact_breach(const State& state, const Envelope&, const SiteConfigured& fact) {
    const bool is_same =
        !state.site || (state.site->zone == fact.zone && state.site->currency == fact.currency);
    const bool has_tariff = fact.defaults && !fact.defaults->tariff.is_empty();
    return first_of(
        {hold(is_same && Zone::find(fact.zone).has_value(), Law::event_speaks_of_known_things,
              "a book is kept by one clock that is known, and in one currency"),
         hold(!has_tariff || state.tariffs.contains(fact.defaults->tariff),
              Law::event_speaks_of_known_things, "its default tariff is unknown"),
         hold(!fact.counter || fact.counter->service_fee_ppm <= highest_service_fee_ppm,
              Law::values_are_possible, "its service fee is more than half of what is paid")});
}

/// What `decide` would not have taken, nothing can be rated by.
Finding shape_breach(const Objection& objection) {
    return objection ? Finding(Breach{Law::values_are_possible, objection->detail}) : std::nullopt;
}

Finding fact_breach(const State&, const Envelope&, const CalendarPublished& fact) {
    return shape_breach(check_order(fact));
}

Finding fact_breach(const State& state, const Envelope&, const TariffPublished& fact) {
    const Tariff* known = find(state.tariffs, fact.tariff);
    const std::size_t before = known == nullptr ? 0 : known->versions.size();
    return first_of({hold(fact.version == before + 1, Law::tariff_versions_have_no_gap,
                          "the version does not follow the one before"),
                     hold(fact.zone.empty() || Zone::find(fact.zone),
                          Law::event_speaks_of_known_things, "its clock is of no zone"),
                     shape_breach(check_shape(fact))});
}

Finding fact_breach(const State& state, const Envelope&, const TariffAssigned& fact) {
    return first_of({know(state.meters, fact.meter, "the meter is unknown"),
                     know(state.tariffs, fact.tariff, "the tariff is unknown")});
}

Finding fact_breach(const State& state, const Envelope&, const ThresholdsSet& fact) {
    return know(state.meters, fact.meter, "the meter is unknown");
}

Finding fact_breach(const State& state, const Envelope&, const MeterRetired& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    if (meter == nullptr) return know(state.meters, fact.meter, "the meter is unknown");
    return hold(meter->account.is_empty() && meter->retired.is_none(),
                Law::event_speaks_of_known_things, "the meter has an account, or is retired");
}

Finding fact_breach(const State& state, const Envelope&, const CreditSold& fact) {
    const Wallet* wallet = find(state.wallets, fact.wallet);
    if (wallet == nullptr) return know(state.wallets, fact.wallet, "the wallet is unknown");
    const Money paid = fact.amount + fact.fee;
    return first_of(
        {hold(paid > Money{} && fact.amount >= Money{}, Law::amounts_are_positive,
              "nothing, or less, was sold"),
         balance_breach(*wallet, fact.amount, fact.balance_after),
         hold(fact.fee == service_fee(*state.site, paid), Law::fee_is_what_the_site_or_plan_says,
              "the fee is not the site's share of what was paid"),
         hold(fact.receipt_number == state.receipts + 1, Law::receipt_numbers_have_no_gap,
              "a receipt number is missing"),
         hold(fact.recharge_count == wallet->recharge_count + 1, Law::recharge_counts_have_no_gap,
              "a recharge count is missing")});
}

Finding fact_breach(const State& state, const Envelope&, const CreditRefunded& fact) {
    const Wallet* wallet = find(state.wallets, fact.wallet);
    if (wallet == nullptr) return know(state.wallets, fact.wallet, "the wallet is unknown");
    const Sale* sale = find(state.sales, fact.sale);
    if (sale == nullptr) return know(state.sales, fact.sale, "the sale is unknown");
    const bool fits = sale->wallet == fact.wallet && !sale->reversed &&
                      fact.amount <= unconsumed(*wallet, fact.sale);
    return first_of(
        {hold(fact.amount > Money{}, Law::amounts_are_positive, "nothing, or less, was paid back"),
         hold(fits, Law::refund_is_within_unconsumed_credit,
              "more than was unconsumed of that sale"),
         balance_breach(*wallet, -fact.amount, fact.balance_after)});
}

/// What is undone, as the state knows it: nothing where it may not be undone like this.
std::optional<Money> reversible(const State& state, const TransactionReversed& fact) {
    if (fact.kind == TransactionKind::sale) {
        const Sale* sale = find(state.sales, fact.transaction);
        if (sale == nullptr || sale->reversed || !sale->refunded.is_zero()) return std::nullopt;
        if (sale->fee != fact.fee || sale->method != fact.method) return std::nullopt;
        return sale->wallet == fact.wallet ? std::optional(sale->amount) : std::nullopt;
    }
    const Refund* refund = find(state.refunds, fact.transaction);
    if (refund == nullptr || refund->reversed || refund->wallet != fact.wallet) return std::nullopt;
    if (refund->method != fact.method || !fact.fee.is_zero()) return std::nullopt;
    return refund->amount;
}

Finding fact_breach(const State& state, const Envelope&, const TransactionReversed& fact) {
    const Wallet* wallet = find(state.wallets, fact.wallet);
    if (wallet == nullptr) return know(state.wallets, fact.wallet, "the wallet is unknown");
    const bool is_sale = fact.kind == TransactionKind::sale;
    return first_of(
        {hold(reversible(state, fact) == fact.amount, Law::reversal_is_whole_and_once,
              "not the whole of a transaction that may be undone"),
         balance_breach(*wallet, is_sale ? -fact.amount : fact.amount, fact.balance_after)});
}

Finding fact_breach(const State& state, const Envelope&, const CreditTransferred& fact) {
    const Wallet* from = find(state.wallets, fact.from);
    const Wallet* to = find(state.wallets, fact.to);
    if (from == nullptr || to == nullptr || fact.from == fact.to)
        return Breach{Law::event_speaks_of_known_things, "not two wallets that are known"};
    return first_of(
        {hold(fact.amount > Money{}, Law::amounts_are_positive, "nothing, or less, was moved"),
         hold(fact.amount <= from->balance, Law::transfer_is_within_credit,
              "more than the wallet held"),
         balance_breach(*from, -fact.amount, fact.from_balance_after),
         balance_breach(*to, fact.amount, fact.to_balance_after)});
}

Finding fact_breach(const State& state, const Envelope&, const OpeningBalanceBroughtIn& fact) {
    const Wallet* wallet = find(state.wallets, fact.wallet);
    if (wallet == nullptr) return know(state.wallets, fact.wallet, "the wallet is unknown");
    return first_of({hold(wallet->brought_in.is_none(), Law::opening_balance_is_brought_in_once,
                          "this wallet's was brought in before"),
                     balance_breach(*wallet, fact.amount, fact.balance_after)});
}

Finding fact_breach(const State& state, const Envelope&, const WalletSettled& fact) {
    const Wallet* wallet = find(state.wallets, fact.wallet);
    if (wallet == nullptr) return know(state.wallets, fact.wallet, "the wallet is unknown");
    return first_of({hold(meters_of(state, fact.wallet).empty(), Law::event_speaks_of_known_things,
                          "a meter still draws on the wallet"),
                     balance_breach(*wallet, -(fact.paid_out + fact.rounding), Money{})});
}

Finding fact_breach(const State& state, const Envelope&, const AdjustmentProposed& fact) {
    return know(state.wallets, fact.wallet, "the wallet is unknown");
}

Finding fact_breach(const State& state, const Envelope& envelope, const BalanceAdjusted& fact) {
    const Proposal* proposal = find(state.proposals, fact.proposal);
    const bool as_proposed = proposal != nullptr && proposal->wallet == fact.wallet &&
                             proposal->kind == fact.kind && proposal->amount == fact.amount &&
                             proposal->proposer != envelope.actor.name;
    if (!as_proposed)
        return Breach{Law::adjustment_is_what_another_proposed,
                      "not what waited to be approved, or approved by its proposer"};
    return balance_breach(state.wallets.at(fact.wallet), fact.amount, fact.balance_after);
}

Finding fact_breach(const State& state, const Envelope&, const AdjustmentDeclined& fact) {
    return hold(state.proposals.contains(fact.proposal), Law::adjustment_is_what_another_proposed,
                "nothing of this name waits");
}

Finding energy_breach(Energy counted, const std::vector<ChargeLine>& lines) {
    const Energy charged = energy_in(lines);
    if (charged == counted) return std::nullopt;
    return Breach{Law::energy_is_neither_lost_nor_invented,
                  fmt::format("the registers counted {} kWh and the lines {} kWh", to_text(counted),
                              to_text(charged))};
}

/// Rates it again: an event that charges must say the same.
template <class Fact>
Finding charge_breach(const State& state, const Meter& meter, Energy counted,
                      const Result<Charge, Doubt>& again, const Fact& fact) {
    const bool known = fact.wallet == meter.wallet &&
                       (fact.wallet.is_empty() || state.wallets.contains(fact.wallet));
    if (!known) return Breach{Law::event_speaks_of_known_things, "the wallet is not the meter's"};
    if (!again) return Breach{Law::charge_is_what_the_terms_say, again.error().detail};
    const Finding credit =
        fact.wallet.is_empty() ? std::nullopt : credit_breach(state.wallets.at(fact.wallet));
    return first_of({energy_breach(counted, fact.lines), credit,
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
    if (!is_within_limits(now)) return false;
    if (last.registers.rates.size() != now.rates.size()) return false;
    return !judge_late(last.registers, {{}, {}, now}).has_value();
}

Finding fact_breach(const State& state, const Envelope& envelope, const ReadingRecorded& fact) {
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
    const EnergyUse use = use_between(meter->last_good->registers, fact.registers);
    return charge_breach(state, *meter, use.total,
                         charge_for(state, *meter, use, envelope.occurred_at), fact);
}

/// What a fact says about the last good reading of its meter.
Finding follows_breach(const State& state, const Envelope& envelope, const MeterId& id,
                       const Registers& before) {
    const Meter* meter = find(state.meters, id);
    if (meter == nullptr) return know(state.meters, id, "the meter is unknown");
    return hold(meter->last_good && meter->last_good->registers == before &&
                    meter->last_good->at <= envelope.occurred_at,
                Law::reading_follows_the_last_good_one, "the meter stood otherwise before it");
}

Finding fact_breach(const State& state, const Envelope&, const QuarantineResolved& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    return hold(meter != nullptr && meter->doubtful && meter->doubtful->position == fact.reading,
                Law::event_speaks_of_known_things, "this reading does not wait for a person");
}

Finding fact_breach(const State& state, const Envelope& envelope, const EnergyEstimated& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    const bool follows =
        meter != nullptr && meter->last_good && meter->last_good->at == fact.since &&
        meter->last_good->position == fact.previous && envelope.occurred_at >= fact.since;
    if (!follows)
        return Breach{Law::reading_follows_the_last_good_one,
                      "it does not begin at the last good reading"};
    return charge_breach(state, *meter, fact.energy,
                         charge_estimate(state, *meter, fact.energy, envelope.occurred_at), fact);
}

Finding fact_breach(const State& state, const Envelope& envelope, const RegisterRolledOver& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    const bool follows = meter != nullptr && meter->last_good &&
                         meter->last_good->position == fact.previous &&
                         envelope.occurred_at > meter->last_good->at;
    const auto use = follows ? use_across(meter->last_good->registers, fact.registers, fact.modulus)
                             : std::nullopt;
    if (!use)
        return Breach{Law::reading_follows_the_last_good_one,
                      "it does not follow the last good reading across the modulus"};
    return charge_breach(state, *meter, use->total,
                         charge_for(state, *meter, *use, envelope.occurred_at), fact);
}

Finding fact_breach(const State& state, const Envelope& envelope, const MeterReplaced& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    if (meter == nullptr) return know(state.meters, fact.meter, "the meter is unknown");
    const auto& last = meter->last_good;
    return first_of(
        {hold(meter->registered.number == fact.old_number, Law::event_speaks_of_known_things,
              "another device hung there"),
         hold(!last || (last->registers == fact.final && last->at <= envelope.occurred_at),
              Law::reading_follows_the_last_good_one,
              "what the old device counted to its end was not charged")});
}

Finding fact_breach(const State& state, const Envelope& envelope, const MeterReset& fact) {
    return follows_breach(state, envelope, fact.meter, fact.before);
}

Finding fact_breach(const State& state, const Envelope& envelope,
                    const TransformerRatioChanged& fact) {
    Registers before = fact.registers;
    const Meter* meter = find(state.meters, fact.meter);
    if (meter != nullptr && meter->last_good) before.ratio = meter->last_good->registers.ratio;
    return follows_breach(state, envelope, fact.meter, before);
}

Finding fact_breach(const State& state, const Envelope&, const ReadingQuarantined& fact) {
    return know(state.meters, fact.meter, "the meter is unknown");
}

template <class Fact>
    requires is_about_control<Fact>
Finding fact_breach(const State& state, const Envelope&, const Fact& fact) {
    return control_breach(state, fact);
}

Finding contact_breach(const State& state, const LineId& line, const MeterId& meter) {
    return meter.is_empty() ? know(state.lines, line, "the line is unknown")
                            : know(state.meters, meter, "the meter is unknown");
}

Finding fact_breach(const State& state, const Envelope&, const ContactLost& fact) {
    for (const MeterId& meter : fact.meters) {
        if (auto found = know(state.meters, meter, "the meter is unknown")) return found;
    }
    return contact_breach(state, fact.line, fact.meter);
}

Finding fact_breach(const State& state, const Envelope&, const ContactRestored& fact) {
    return contact_breach(state, fact.line, fact.meter);
}

Finding law_breach(const State& state, const Event& event, const PastOf& past_of) {
    if (auto found = envelope_breach(state, event)) return found;
    return std::visit(
        [&](const auto& fact) {
            if constexpr (requires { correction_breach(state, event.envelope, fact, past_of); })
                return correction_breach(state, event.envelope, fact, past_of);
            else
                return fact_breach(state, event.envelope, fact);
        },
        event.payload);
}

}  // namespace

/// Whoever can write to a disk can write any number and any name.
std::optional<Breach> find_breach(const State& state, const Event& event, const PastOf& past_of) {
    if (const auto field = field_out_of_bounds(event))
        return Breach{Law::values_are_possible,
                      fmt::format("its field '{}' lies before 1970, after 2199, beyond 10^18 of "
                                  "its smallest unit, or has more registers than a meter",
                                  *field)};
    try {
        const Judging judging;
        return law_breach(state, event, past_of);
    } catch (const Impossible& impossible) {
        return Breach{Law::values_are_possible,
                      fmt::format("it does not hold that {}", impossible.what())};
    } catch (const std::out_of_range&) {
        return Breach{Law::event_speaks_of_known_things, "it leads to what was never recorded"};
    } catch (const std::bad_optional_access&) {
        return Breach{Law::event_speaks_of_known_things, "it leads to what is not there"};
    }
}

}  // namespace ledger
