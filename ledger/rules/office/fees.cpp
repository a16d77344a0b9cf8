#include "ledger/rules/office/fees.hpp"

#include <algorithm>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/office/period.hpp"

namespace ledger {
namespace {

Day earlier(Day day, const std::optional<Day>& other) {
    return other ? std::min(day, *other) : day;
}

Money price_on(const FeePlan& plan, Day day) {
    Money price;
    for (const FeeVersion& each : plan.versions) {
        if (each.from <= day) price = each.amount;
    }
    return price;
}

std::optional<DueFee> due_of(const FeeId& fee, const FeePlan& plan, const FeeDuty& duty,
                             Day through, Ending ending) {
    const Day from = duty.charged ? duty.charged->next() : duty.from;
    const Day month_ends = period_of(PeriodKind::month, from).last;
    const Day until = std::min(month_ends, earlier(through, duty.until));
    if (from > until) return std::nullopt;
    const bool is_over = until == month_ends || until == duty.until || ending == Ending::yes;
    if (plan.per == FeePeriod::month && !is_over) return std::nullopt;
    return DueFee{fee, from, until, fee_for(plan, from, until)};
}

}  // namespace

Money fee_for(const FeePlan& plan, Day from, Day until) {
    Money sum;
    for (Day day = from; day <= until; day = day.next()) sum += price_on(plan, day);
    if (plan.per == FeePeriod::day) return sum;
    const Period month = period_of(PeriodKind::month, from);
    const std::int64_t days = month.last.number - month.first.number + 1;
    return cents(sum.count() / days / cents(1).count());
}

std::vector<DueFee> due_fees(const State& state, const Wallet& wallet, Day through, Ending ending) {
    std::vector<DueFee> all;
    for (const auto& [fee, duty] : wallet.fees) {
        auto due = due_of(fee, state.office.fees.at(fee), duty, through, ending);
        if (due) all.push_back(std::move(*due));
    }
    return all;
}

Draft charge_of(const WalletId& wallet, const DueFee& due, Money balance_after,
                const Occasion& occasion) {
    return {FeeCharged{wallet, due.fee, due.from, due.until, due.amount, balance_after},
            occasion.now,
            {}};
}

FinalFees final_fees(const State& state, const WalletId& id, const Occasion& occasion) {
    Wallet wallet = state.wallets.at(id);  // a copy: what is charged counts as charged
    const Day today = site_day(state, occasion.now);
    FinalFees all{{}, wallet.balance};
    for (auto due = due_fees(state, wallet, today, Ending::yes); !due.empty();
         due = due_fees(state, wallet, today, Ending::yes)) {
        for (const DueFee& each : due) {
            all.balance -= each.amount;
            all.drafts.push_back(charge_of(id, each, all.balance, occasion));
            wallet.fees[each.fee].charged = each.until;
        }
    }
    return all;
}

}  // namespace ledger
