#include "ledger/rules/office/carry_office.hpp"

#include <algorithm>

#include "ledger/rules/accounts/site_defaults.hpp"
#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/money/credit.hpp"
#include "ledger/rules/office/shifts.hpp"
#include "ledger/rules/postings.hpp"

namespace ledger {
namespace {

using Of = BookAccount::Of;

/// Every charge is posted to the same two: their names are put together once.
Turnover& turnover_of(DaySheet& sheet, const BookAccount& account) {
    static const std::string wallets = "wallets";
    static const std::string energy = to_text({Of::energy, {}});
    if (account.of == Of::wallet) return sheet.accounts[wallets];
    if (account.of == Of::energy) return sheet.accounts[energy];
    return sheet.accounts[to_text(account)];
}

void post(DaySheet& sheet, const Side& side) {
    Turnover& turnover = turnover_of(sheet, side.account);
    if (side.amount.is_negative()) {
        turnover.credit -= side.amount;
    } else {
        turnover.debit += side.amount;
    }
}

/// The sheet of the day on which this is recorded; the days of a book follow each other.
DaySheet& sheet_of(State& state, Instant recorded_at) {
    Office& office = state.office;
    if (!office.day_ends || recorded_at >= *office.day_ends) {
        const Zone zone = site_zone(state);
        const Day day = zone.day_of(recorded_at);
        office.day_ends = zone.at(day.next());
        return office.days[day];
    }
    return office.days.rbegin()->second;
}

}  // namespace

void carry_into(State& state, const Envelope&, const CreditLimitsSet& fact) {
    Wallet& wallet = known(state.wallets, fact.wallet);
    wallet.overdraft = fact.overdraft;
    wallet.hoarding_limit = fact.hoarding_limit;
}

void carry_into(State& state, const Envelope&, const FeePublished& fact) {
    FeePlan& plan = state.office.fees[fact.fee];
    plan.name = fact.name;
    plan.per = fact.per;
    plan.versions.push_back({fact.from, fact.amount});
}

void carry_into(State& state, const Envelope&, const FeeAssigned& fact) {
    FeeDuty& duty = known(state.wallets, fact.wallet).fees[fact.fee];
    const auto charged = duty.from == fact.from ? duty.charged : std::nullopt;
    duty = {fact.from, fact.until, charged};
}

void carry_into(State& state, const Envelope&, const FeeCharged& fact) {
    Wallet& wallet = known(state.wallets, fact.wallet);
    consume_credit(wallet, fact.amount);
    known(wallet.fees, fact.fee).charged = fact.until;
    auto& charged = known(state.office.fees, fact.fee).charged;
    charged = charged ? std::max(*charged, fact.until) : fact.until;
    ensure(wallet.balance == fact.balance_after, "a fee's balance is what the book computes");
}

void carry_into(State& state, const Envelope& envelope, const ShiftOpened& fact) {
    state.office.shifts[envelope.position] = {fact.till,          fact.teller,          fact.method,
                                              fact.opening_float, envelope.occurred_at, {}};
}

void carry_into(State& state, const Envelope&, const ShiftClosed& fact) {
    state.office.shifts.erase(fact.shift);
}

void carry_into(State& state, const Envelope& envelope, const PeriodClosed& fact) {
    state.office.periods.push_back({fact.kind, fact.first, fact.last, envelope.position});
}

void begin_with_limits(const State& state, const MeterAttached& fact, Wallet& wallet) {
    const auto limits = fact.limits ? fact.limits : limits_of_new_wallets(state);
    if (!limits) return;
    wallet.overdraft = limits->overdraft;
    wallet.hoarding_limit = limits->hoarding_limit;
}

void end_fees(Wallet& wallet) {
    std::erase_if(wallet.fees, [](const auto& each) { return !each.second.charged; });
    for (auto& [fee, duty] : wallet.fees) duty.until = duty.charged;
}

void note_postings(State& state, const Envelope& envelope, const Payload& payload) {
    if (!state.site) return;  // no clock yet by which a day could begin, and nothing to post
    DaySheet& sheet = sheet_of(state, envelope.recorded_at);
    sheet.last = envelope.position;
    const auto posted = sides(payload);
    for (const Side& each : posted) post(sheet, each);
    if (posted.empty() || state.office.shifts.empty()) return;
    if (std::holds_alternative<ShiftClosed>(payload)) return;  // posted, not taken in
    const auto shift = shift_of(state, envelope.actor.name);
    if (!shift) return;
    for (const Side& each : posted) {
        if (each.account.of == Of::cash)
            state.office.shifts.at(*shift).takings[MethodId(std::string(each.account.name))] +=
                each.amount;
    }
}

}  // namespace ledger
