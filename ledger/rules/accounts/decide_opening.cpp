#include <iterator>

#include <fmt/core.h>

#include "ledger/rules/accounts/attachments.hpp"
#include "ledger/rules/accounts/check_customer.hpp"
#include "ledger/rules/accounts/check_opening.hpp"
#include "ledger/rules/accounts/site_defaults.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/in_turn.hpp"

namespace ledger {
namespace {

/// The meters of an account as they begin, and what is written about it.
struct Opening {
    std::vector<Meter> meters;
    std::vector<Draft> drafts;
    std::size_t first_attachment;
};

Result<Opening, Refusal> begin(const State& state, const OpenAccount& command, Instant now) {
    const Position opened = state.last.next();
    Opening opening{
        {}, {{AccountOpened{command.account, command.customer, command.wallets}, now, {}}}, 0};
    for (const MeterId& id : command.meters) {
        auto [meter, said] = begun_by_site(state, id, now, opened);
        if (auto no = first_of(
                {check_meter(state, meter), check_wallet_mode(state, command.wallets, id)}))
            return refused(*no);
        opening.meters.push_back(std::move(meter));
        std::move(said.begin(), said.end(), std::back_inserter(opening.drafts));
    }
    opening.first_attachment = opening.drafts.size();
    std::optional<WalletLimits> limits = limits_of_new_wallets(state);
    for (const Meter& meter : opening.meters) {
        const WalletId wallet = wallet_of(command.account, command.wallets, meter.registered.meter);
        opening.drafts.push_back(attachment(meter, {command.account, wallet, limits}, opened));
        if (command.wallets == WalletMode::pooled) limits.reset();  // the first one brought it
    }
    return opening;
}

Decision open_as_it_is(const State& state, const OpenAccount& command, const Occasion& occasion) {
    auto opening = begin(state, command, occasion.now);
    if (!opening) return refused(opening.error());
    Consequences all(state, occasion, std::move(opening->drafts));
    for (std::size_t i = 0; i < opening->meters.size(); ++i) {
        const Meter& meter = opening->meters[i];
        all.caused_by(opening->first_attachment + i);
        all.watch_balance(meter, Cover{}, meter.thresholds ? &*meter.thresholds : nullptr);
        all.watch_power(meter, Cover{}, meter.relay_closed);  // the last tenant's debt is not his
    }
    return all.take();
}

/// As much of the book as the opening of an account looks at.
State part_for(const State& state, const OpenAccount& command) {
    State part;
    part.last = state.last;
    part.last_recorded_at = state.last_recorded_at;
    part.site = state.site;
    part.tariffs = state.tariffs;
    part.calendars = state.calendars;
    for (const MeterId& id : command.meters) part.meters[id] = state.meters.at(id);
    for (const MeterId& id : command.meters) {
        for (const Position each : part.meters[id].pending)
            part.commands[each] = state.commands.at(each);
    }
    return part;
}

/// The refusal of one meter's terms, in the words of the whole command.
Refusal of_meter(std::string_view list, const MeterId& meter, Refusal refusal) {
    refusal.field = std::string(list) + "." + refusal.field;
    refusal.detail = fmt::format("meter '{}': {}", meter.text(), refusal.detail);
    return refusal;
}

Objection begin_with(InTurn& turn, const Baseline& baseline) {
    if (auto no = turn.take(
            RecordReading{baseline.meter, baseline.read_at, baseline.registers, {}, "", 0, 0}))
        return of_meter("baselines", baseline.meter, *no);
    const Meter& meter = turn.state().meters.at(baseline.meter);
    if (meter.last_good && meter.last_good->at == baseline.read_at &&
        meter.last_good->registers == baseline.registers)
        return std::nullopt;
    const std::string last = meter.last_good ? to_text(meter.last_good->at) : "never";
    return of_meter("baselines", baseline.meter,
                    {Rule::registers_must_fit, "registers",
                     fmt::format("this reading cannot follow the last good one, of {}: look at "
                                 "the meter again, or mend its readings first",
                                 last)});
}

Objection agree_on(InTurn& turn, const SupplyTerms& terms) {
    const auto& last_good = turn.state().meters.at(terms.meter).last_good;
    if (!terms.tariff.is_empty() && last_good) {
        if (auto no = turn.take(AssignTariff{{terms.meter, terms.tariff, last_good->at}}))
            return of_meter("terms", terms.meter, *no);
    }
    if (!terms.thresholds) return std::nullopt;
    if (auto no = turn.take(thresholds_of(terms))) return of_meter("terms", terms.meter, *no);
    return std::nullopt;
}

Objection bring_in(InTurn& turn, const OpenAccount& command, const SupplyTerms& terms) {
    if (!terms.old_balance) return std::nullopt;
    const WalletId wallet = wallet_of(command.account, command.wallets, terms.meter);
    if (auto no = turn.take(BringInBalance{wallet, *terms.old_balance}))
        return of_meter("terms", terms.meter, *no);
    return std::nullopt;
}

/// Baselines first, for they say since when; then terms, the account, and what comes into it.
Objection open_in_turn(InTurn& turn, const OpenAccount& command) {
    for (const Baseline& each : command.baselines) {
        if (auto no = begin_with(turn, each)) return no;
    }
    for (const SupplyTerms& each : command.terms) {
        if (auto no = agree_on(turn, each)) return no;
    }
    if (auto no = turn.take(
            OpenAccount{command.account, command.customer, command.meters, command.wallets}))
        return no;
    for (const SupplyTerms& each : command.terms) {
        if (auto no = bring_in(turn, command, each)) return no;
    }
    return std::nullopt;
}

Objection check_opening(const State& state, const OpenAccount& command) {
    if (auto no =
            first_of({check_id("account", command.account), check_customer(state, command.customer),
                      check_new_account(state, command.account), check_list(command.meters),
                      check_named("terms", command.terms, command.meters),
                      check_named("baselines", command.baselines, command.meters)}))
        return no;
    for (const MeterId& id : command.meters) {
        if (auto no = check_free(state, id)) return no;
    }
    return std::nullopt;
}

Decision open(const State& state, const OpenAccount& command, const Occasion& occasion) {
    if (auto no = check_opening(state, command)) return refused(*no);
    if (command.terms.empty() && command.baselines.empty())
        return open_as_it_is(state, command, occasion);
    if (auto no = check_range("meters", command.meters.size(), 1, most_meters_on_terms))
        return refused(*no);
    InTurn turn(part_for(state, command), occasion);
    if (auto no = open_in_turn(turn, command)) return refused(*no);
    return turn.drafts();
}

}  // namespace

Decision decide_one(const State& state, const OpenAccount& command, const Occasion& occasion) {
    if (state.prepared.contains(command.account))
        return refuse(
            Rule::account_must_be_new, "account",
            fmt::format("account '{}' is prepared: open what was prepared, or withdraw it",
                        command.account.text()));
    return open(state, command, occasion);
}

Decision decide_one(const State& state, const OpenPrepared& command, const Occasion& occasion) {
    const AccountPrepared* plan = find(state.prepared, command.account);
    if (plan == nullptr) return not_prepared(command.account);
    return open(state,
                {plan->account, plan->customer, plan->meters, plan->wallets, plan->terms,
                 command.baselines},
                occasion);
}

}  // namespace ledger
