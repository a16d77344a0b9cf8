#include "ledger/rules/laws.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <stdexcept>

#include <fmt/core.h>

#include "ledger/events/bounds.hpp"
#include "ledger/rating/zone.hpp"
#include "ledger/rules/accounts/account_laws.hpp"
#include "ledger/rules/catalogue/tariff_shape.hpp"
#include "ledger/rules/control/control_laws.hpp"
#include "ledger/rules/correction/correction_laws.hpp"
#include "ledger/rules/energy/charging_laws.hpp"
#include "ledger/rules/energy/findings.hpp"
#include "ledger/rules/envelope_laws.hpp"
#include "ledger/rules/money/approval.hpp"
#include "ledger/rules/money/credit.hpp"
#include "ledger/rules/money/service_fee.hpp"
#include "ledger/rules/office/office_laws.hpp"
#include "ledger/rules/parted_laws.hpp"
#include "ledger/values/judging.hpp"
#include "ledger/values/limits.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

/// The events, by name, about which there is nothing more to hold than their envelope.
template <class Fact>
constexpr bool has_no_more_laws =
    is_one_of<Fact, BuildingRegistered, GatewayRegistered, LineRegistered, MeterRegistered,
              RequestRefused, ExportTaken, FeesDrawn>;

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

Finding is_open(const State& state, const Wallet& wallet) {
    return know(state.accounts, wallet.account, "the account of the wallet is closed");
}

Finding fact_breach(const State& state, const Envelope&, const CreditRefunded& fact) {
    const Wallet* wallet = find(state.wallets, fact.wallet);
    if (wallet == nullptr) return know(state.wallets, fact.wallet, "the wallet is unknown");
    const Sale* sale = find(state.sales, fact.sale);
    if (sale == nullptr) return know(state.sales, fact.sale, "the sale is unknown");
    if (auto closed = is_open(state, *wallet)) return closed;
    const bool fits = sale->wallet == fact.wallet && !sale->reversed &&
                      fact.amount <= unconsumed(*wallet, fact.sale);
    return first_of(
        {hold(fact.amount > Money{}, Law::amounts_are_positive, "nothing, or less, was paid back"),
         hold(fits, Law::refund_is_within_unconsumed_credit,
              "more than was unconsumed of that sale"),
         approval_breach(state, {proposal_for(fact)}),
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
    if (reversible(state, fact) != fact.amount)
        return Breach{Law::reversal_is_whole_and_once,
                      "not the whole of a transaction that may be undone"};
    if (auto closed = is_open(state, *wallet)) return closed;
    const bool is_sale = fact.kind == TransactionKind::sale;
    return first_of(
        {approval_breach(state, {proposal_for(fact)}),
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
    if (auto closed = is_open(state, *wallet)) return closed;
    return first_of({hold(meters_of(state, fact.wallet).empty(), Law::event_speaks_of_known_things,
                          "a meter still draws on the wallet"),
                     approval_breach(state, {proposal_for(fact)}),
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

/// What the state has to say against what happened; what is charged by it is left open.
Finding law_breach(const State& state, const Event& event, const PastOf& past_of,
                   std::optional<OpenCharge>& open) {
    return std::visit(
        [&](const auto& fact) {
            if constexpr (requires { correction_breach(state, event.envelope, fact, past_of); })
                return correction_breach(state, event.envelope, fact, past_of);
            else if constexpr (requires { charging_breach(state, event.envelope, fact, open); })
                return charging_breach(state, event.envelope, fact, open);
            else
                return fact_breach(state, event.envelope, fact);
        },
        event.payload);
}

/// Whoever can write to a disk can write any number and any name.
Finding judge(auto&& look) {
    try {
        const Judging judging;
        return look();
    } catch (const Impossible& impossible) {
        return Breach{Law::values_are_possible,
                      fmt::format("it does not hold that {}", impossible.what())};
    } catch (const std::out_of_range&) {
        return Breach{Law::event_speaks_of_known_things, "it leads to what was never recorded"};
    } catch (const std::bad_optional_access&) {
        return Breach{Law::event_speaks_of_known_things, "it leads to what is not there"};
    }
}

Finding bounds_breach(const Event& event) {
    const auto field = field_out_of_bounds(event);
    if (!field) return std::nullopt;
    return Breach{Law::values_are_possible,
                  fmt::format("its field '{}' lies before 1970, after 2199, beyond 10^18 of its "
                              "smallest unit, or has more registers than a meter",
                              *field)};
}

}  // namespace

std::optional<Breach> find_breach(const State& state, const Event& event, const PastOf& past_of) {
    if (auto found = bounds_breach(event)) return found;
    return judge([&]() -> Finding {
        std::optional<OpenCharge> open;
        if (auto found = envelope_breach(state, event)) return found;
        if (auto found = law_breach(state, event, past_of, open)) return found;
        return open ? charge_breach(*open, event.payload) : std::nullopt;
    });
}

bool is_sound(const Event& event) {
    return !bounds_breach(event) && !judge([&] { return form_breach(event); });
}

std::optional<Breach> find_breach_of_sound(const State& state, const Event& event,
                                           const PastOf& past_of, std::optional<OpenCharge>& open) {
    return judge([&]() -> Finding {
        if (auto found = place_breach(state, event)) return found;
        return law_breach(state, event, past_of, open);
    });
}

std::optional<Breach> find_breach_of_charge(const OpenCharge& open, const Event& event) {
    return judge([&] { return charge_breach(open, event.payload); });
}

}  // namespace ledger
