#include <map>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/money/service_fee.hpp"
#include "ledger/rules/postings.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/refusal_records.hpp"
#include "tests/property/world.hpp"

// Fees, limits, shifts and closed periods, held against the raw events alone.

namespace property {
namespace {

using namespace ledger;

Day day_of(const World& world, const Event& event) {
    return Zone::find(world.state().site->zone)->day_of(event.envelope.recorded_at);
}

// --- fees ------------------------------------------------------------------------------------

RC_GTEST_PROP(ServiceFee, IsTheSitesShareOfWhatIsPaidRoundedDownToTheCent, ()) {
    const auto ppm = *rc::gen::inRange<std::uint32_t>(0, 500'001);
    const auto paid = *rc::gen::inRange<std::int64_t>(1, 100'000'000'001);
    SiteConfigured site{};
    site.counter = CounterTerms{ppm, {}, {}, {}};
    const std::int64_t fee = service_fee(site, cents(paid)).count() / 10'000;
    const std::int64_t exact = paid * ppm;  // in millionths of a cent
    RC_ASSERT((fee * 1'000'000 <= exact));
    RC_ASSERT((exact < (fee + 1) * 1'000'000));
    RC_ASSERT(fee < paid);
}

struct Published {
    Day from;
    Money amount;
    FeePeriod per;
};

/// Days since 1 January 1970 to the end of the month of that day, walked day by day.
Day month_end(Day day) {
    while (civil(day.next()).month == civil(day).month) day = day.next();
    return day;
}

/// What a fee costs on paper: each day its version's amount, of a month its share.
Money on_paper(const std::vector<Published>& versions, const FeeCharged& fact) {
    std::int64_t sum = 0;
    std::int64_t parts = 1;
    for (Day day = fact.from; day <= fact.until; day = day.next()) {
        Money amount;
        for (const Published& each : versions) {
            if (each.from <= day) amount = each.amount;
            if (each.per == FeePeriod::month)
                parts = static_cast<std::int64_t>(civil(month_end(day)).day);
        }
        sum += amount.count();
    }
    if (parts == 1) return Money{sum};
    return cents(sum / parts / 10'000);
}

RC_GTEST_PROP(Fees, AreChargedForEveryDayOnceAndAsPublished, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    std::map<FeeId, std::vector<Published>> fees;
    std::map<std::pair<WalletId, FeeId>, std::set<Day>> paid;
    std::map<std::pair<WalletId, FeeId>, FeeAssigned> duties;
    for (const Event& event : world.history().events()) {
        if (const auto* fact = std::get_if<FeePublished>(&event.payload))
            fees[fact->fee].push_back({fact->from, fact->amount, fact->per});
        if (const auto* fact = std::get_if<FeeAssigned>(&event.payload))
            duties[{fact->wallet, fact->fee}] = *fact;
        const auto* fact = std::get_if<FeeCharged>(&event.payload);
        if (fact == nullptr) continue;
        const FeeAssigned& duty = duties.at({fact->wallet, fact->fee});
        RC_ASSERT((fact->from >= duty.from && fact->until <= day_of(world, event)));
        RC_ASSERT((!duty.until || fact->until <= *duty.until));
        RC_ASSERT(month_end(fact->from) == month_end(fact->until));
        RC_ASSERT(fact->amount == on_paper(fees.at(fact->fee), *fact));
        for (Day day = fact->from; day <= fact->until; day = day.next())
            RC_ASSERT((paid[{fact->wallet, fact->fee}].insert(day).second));
    }
}

RC_GTEST_PROP(Fees, LeaveNoDayOutWhateverTheBooksDowntime, (const Story& story)) {
    World world = told(story);
    world.take(Read{0, 100'000, 0, 0, 0, Fault::none, 0});
    const Day yesterday{Zone::find(world.state().site->zone)->day_of(world.now()).number - 1};
    std::vector<WalletId> wallets;
    for (const auto& [id, wallet] : world.state().wallets) {
        if (world.state().accounts.contains(wallet.account)) wallets.push_back(id);
    }
    for (const WalletId& id : wallets) {
        while (!world.ask(ChargeFees{id, yesterday}).outcome->empty()) continue;
        for (const auto& [fee, duty] : world.state().wallets.at(id).fees) {
            const bool is_monthly = world.state().office.fees.at(fee).per == FeePeriod::month;
            Day due = std::min(yesterday, duty.until.value_or(yesterday));
            if (is_monthly && due != duty.until && due != month_end(due))
                due = {due.number - static_cast<std::int64_t>(civil(due).day)};
            const Day charged = duty.charged.value_or(Day{duty.from.number - 1});
            RC_ASSERT((charged >= due || due < duty.from));
        }
    }
}

RC_GTEST_PROP(Fees, ChargedTwiceAreChargedOnce, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        const auto* command = std::get_if<ChargeFees>(&turn.command);
        if (command == nullptr || !turn.outcome || turn.outcome->empty()) continue;
        const auto again = decide(turn.after, *command, turn.occasion);
        RC_ASSERT(again.has_value());
        for (const Draft& draft : *again) {
            const auto* more = std::get_if<FeeCharged>(&draft.payload);
            if (more == nullptr) continue;
            for (const Event& event : *turn.outcome) {
                const auto* first = std::get_if<FeeCharged>(&event.payload);
                if (first != nullptr && first->fee == more->fee)
                    RC_ASSERT((more->from > first->until));
            }
        }
    }
}

/// Every day on which somebody owed a fee is drawn in the end, whoever moved its beginning.
RC_GTEST_PROP(Fees, LoseNoDayToWhoMovesTheirBeginning, ()) {
    World world({Cutoff::manual, 0, 0});
    const auto days = rc::gen::inRange<std::int64_t>(0, 50);
    const auto until = rc::gen::maybe(rc::gen::inRange<std::int64_t>(0, 60));
    const auto fee = fee_name(*rc::gen::inRange<std::uint32_t>(0, fee_count));
    const Day begin{today(world).number + *days};
    const auto end_after = [&](Day day) {
        const auto more = *until;
        return more ? std::optional(Day{day.number + *more}) : std::nullopt;
    };
    const FeeAssigned first{wallet_name(0), fee, begin, end_after(begin)};
    RC_ASSERT(world.ask(AssignFee{first}).outcome.has_value());
    read_days_later(world, *rc::gen::inRange<std::uint32_t>(0, 50));
    const Day yesterday{today(world).number - 1};
    const Day other{begin.number + *rc::gen::inRange<std::int64_t>(-20, 60)};
    world.ask(AssignFee{{wallet_name(0), fee, other, end_after(other)}});
    const bool is_kept_from = world.state().wallets.at(wallet_name(0)).fees.at(fee).from == begin;
    const auto& kept_until = world.state().wallets.at(wallet_name(0)).fees.at(fee).until;

    read_days_later(world, 150);
    const ChargeFees all{wallet_name(0), Day{today(world).number - 1}};
    while (!world.ask(all).outcome->empty()) continue;
    std::set<Day> paid;
    for (const Event& event : world.history().events()) {
        const auto* fact = std::get_if<FeeCharged>(&event.payload);
        if (fact == nullptr) continue;
        for (Day day = fact->from; day <= fact->until; day = day.next()) paid.insert(day);
    }
    // Who gives 'until' alone ends it on that day.
    const Day owed = is_kept_from && kept_until ? std::min(yesterday, *kept_until) : yesterday;
    for (Day day = begin; day <= std::min(owed, first.until.value_or(owed)); day = day.next())
        RC_ASSERT(paid.contains(day));
}

// --- limits ----------------------------------------------------------------------------------

RC_GTEST_PROP(HoardingLimit, IsPassedByNoSale, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome || turn.outcome->empty()) continue;
        const auto* sale = std::get_if<CreditSold>(&turn.outcome->front().payload);
        if (sale == nullptr) continue;
        const auto& most = turn.before.wallets.at(sale->wallet).hoarding_limit;
        if (most) RC_ASSERT((sale->balance_after <= *most));
    }
}

// --- shifts ----------------------------------------------------------------------------------

/// Takings by teller and way of paying, told from the events alone.
struct Tills {
    std::map<std::string, std::map<MethodId, Money>> open;

    void see(const Event& event) {
        if (const auto* fact = std::get_if<ShiftOpened>(&event.payload))
            open[fact->teller.text()] = {{fact->method, fact->opening_float}};
        if (const auto* fact = std::get_if<ShiftClosed>(&event.payload))
            return void(open.erase(fact->teller.text()));
        const auto mine = open.find(event.envelope.actor.name);
        if (mine == open.end()) return;
        for (const Posting& each : postings(event.payload)) {
            if (each.account.starts_with("cash:"))
                mine->second[MethodId(each.account.substr(5))] += each.amount;
        }
    }
};

RC_GTEST_PROP(Shifts, ExpectWhatTheirTellerTookInAndTheFloat, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    Tills tills;
    for (const Event& event : world.history().events()) {
        if (const auto* fact = std::get_if<ShiftClosed>(&event.payload)) {
            std::map<MethodId, Money> expected;
            for (const ShiftCount& each : fact->counts) expected[each.method] = each.expected;
            RC_ASSERT(expected == tills.open.at(fact->teller.text()));
        }
        tills.see(event);
    }
}

RC_GTEST_PROP(Shifts, LeaveTheBooksWithWhatWasCounted, (const Story& story)) {
    const World world = told(story);
    for (const Event& event : world.history().events()) {
        const auto* fact = std::get_if<ShiftClosed>(&event.payload);
        if (fact == nullptr) continue;
        std::map<std::string, Money> posted;
        for (const Posting& each : postings(event.payload)) posted[each.account] += each.amount;
        Money suspense;
        for (const ShiftCount& each : fact->counts) {
            RC_ASSERT(posted["cash:" + each.method.text()] == each.counted - each.expected);
            suspense -= each.counted - each.expected;
        }
        RC_ASSERT(posted["suspense:shift"] == suspense);
        if (!suspense.is_zero()) RC_ASSERT(!event.envelope.reason.empty());
    }
}

RC_GTEST_PROP(Shifts, CloseAlsoWhereMoreWentOutOfAWayOfPayingThanCameIn, ()) {
    World world({Cutoff::manual, 0, 0});
    const auto money = rc::gen::inRange<std::int64_t>(1, 100'000);
    const Money sold = cents(*money);
    const MethodId bank("bank");
    const Position sale =
        world.ask(SellCredit{wallet_name(0), sold, bank}).outcome->front().envelope.position;
    const Money opening_float = cents(*money);
    const Position shift =
        world.ask(OpenShift{TillId("T1"), MethodId("cash"), opening_float}, "", "li")
            .outcome->front()
            .envelope.position;
    const Money refund = cents(*rc::gen::inRange<std::int64_t>(1, sold.count() / 10'000 + 1));
    RC_ASSERT(world.ask(RefundCredit{sale, refund, bank}, "why", "li").outcome.has_value());
    const CloseShift counted{shift, {{MethodId("cash"), opening_float}, {bank, -refund}}, false};
    const Turn& closed = world.ask(counted, "", "li");
    RC_ASSERT(closed.outcome.has_value());
    for (const Posting& each : postings(closed.outcome->front().payload))
        RC_ASSERT(each.amount.is_zero());
}

RC_GTEST_PROP(Shifts, AreOneATellerAndOneATill, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        std::set<OperatorId> tellers;
        std::set<TillId> tills;
        for (const auto& [position, shift] : turn.after.office.shifts) {
            RC_ASSERT(tellers.insert(shift.teller).second);
            RC_ASSERT(tills.insert(shift.till).second);
        }
    }
}

RC_GTEST_PROP(Shifts, HoldAllMoneyThatGoesThroughATill, (const Story& story)) {
    const World world = told(story);
    std::set<MethodId> needing;
    std::set<std::string> open;
    for (const Event& event : world.history().events()) {
        if (const auto* site = std::get_if<SiteConfigured>(&event.payload)) {
            needing.clear();
            if (site->counter)
                needing = {site->counter->till_methods.begin(), site->counter->till_methods.end()};
        }
        if (const auto* fact = std::get_if<ShiftOpened>(&event.payload))
            open.insert(fact->teller.text());
        if (const auto* fact = std::get_if<ShiftClosed>(&event.payload)) {
            open.erase(fact->teller.text());
            continue;
        }
        for (const Posting& each : postings(event.payload)) {
            const bool is_cash = each.account.starts_with("cash:") &&
                                 needing.contains(MethodId(each.account.substr(5)));
            if (is_cash) RC_ASSERT(open.contains(event.envelope.actor.name));
        }
    }
}

// --- periods ---------------------------------------------------------------------------------

void post(PeriodFigure& figure, Money amount) {
    if (amount.is_negative())
        figure.credit += -amount;
    else
        figure.debit += amount;
}

/// The figures of a period, from every event that was recorded until its end.
std::vector<PeriodFigure> summed(const World& world, Day first, Day last) {
    std::map<std::string, PeriodFigure> figures;
    for (const Event& event : world.history().events()) {
        const Day day = day_of(world, event);
        if (day > last) break;
        for (const Posting& each : postings(event.payload)) {
            const std::string account =
                each.account.starts_with("wallet:") ? "wallets" : each.account;
            PeriodFigure& figure = figures[account];
            figure.account = account;
            figure.balance += each.amount;
            if (day >= first) post(figure, each.amount);
        }
    }
    std::vector<PeriodFigure> all;
    for (const auto& [account, figure] : figures) all.push_back(figure);
    return all;
}

RC_GTEST_PROP(Periods, SayForEverWhatWasPostedInThem, (const Story& story)) {
    World world = told(story);
    world.take(Read{0, 50'000, 10, 0, 0, Fault::none, 0});
    for (const PeriodKind kind : {PeriodKind::day, PeriodKind::month, PeriodKind::year})
        world.take(EndPeriod{kind, 0});
    world.take(Read{0, 50'000, 10, 0, 0, Fault::none, 0});  // what comes later changes nothing
    RC_LOG() << protocol_of(world);
    for (const Event& event : world.history().events()) {
        const auto* fact = std::get_if<PeriodClosed>(&event.payload);
        if (fact == nullptr) continue;
        RC_ASSERT(fact->figures == summed(world, fact->first, fact->last));
        RC_ASSERT((fact->last < day_of(world, event)));
        const auto& events = world.history().events();
        RC_ASSERT((day_of(world, events[fact->at.number - 1]) <= fact->last));
        RC_ASSERT((day_of(world, events[fact->at.number]) > fact->last));
    }
}

RC_GTEST_PROP(Periods, FollowEachOtherWithoutAGap, (const Story& story)) {
    const World world = told(story);
    std::map<PeriodKind, Day> last;
    for (const Event& event : world.history().events()) {
        const auto* fact = std::get_if<PeriodClosed>(&event.payload);
        if (fact == nullptr) continue;
        if (last.contains(fact->kind)) RC_ASSERT(fact->first == last[fact->kind].next());
        RC_ASSERT((fact->first <= fact->last));
        last[fact->kind] = fact->last;
    }
}

RC_GTEST_PROP(Periods, AreWholeDaysMonthsAndYears, (const Story& story)) {
    const World world = told(story);
    for (const Event& event : world.history().events()) {
        const auto* fact = std::get_if<PeriodClosed>(&event.payload);
        if (fact == nullptr) continue;
        const CivilDay first = civil(fact->first);
        const CivilDay after = civil(fact->last.next());
        if (fact->kind == PeriodKind::day) RC_ASSERT(fact->first == fact->last);
        if (fact->kind == PeriodKind::month)
            RC_ASSERT((first.day == 1 && after.day == 1 && first.month % 12 + 1 == after.month));
        if (fact->kind == PeriodKind::year)
            RC_ASSERT((first.month == 1 && first.day == 1 && after.month == 1 && after.day == 1 &&
                       first.year + 1 == after.year));
    }
}

}  // namespace
}  // namespace property
