#include <algorithm>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/office/period.hpp"
#include "ledger/rules/office/shifts.hpp"
#include "tests/property/world.hpp"

// What the office does in the small world: fees, limits, shifts and periods.

namespace property {

using namespace ledger;

namespace {

constexpr std::array tellers{"zhang", "zhang", "li"};

Day later(Day day, std::int64_t days) { return {day.number + days}; }

}  // namespace

std::optional<CounterTerms> counter_of(const Scene& scene) {
    switch (scene.counter % counter_count) {
        case 1:
            return CounterTerms{15'000, cents(500), cents(30'000), {}};
        case 2:
            return CounterTerms{7'777, {}, std::nullopt, {MethodId("cash")}};
        case 3:
            return CounterTerms{0, cents(2'000), std::nullopt, {}};
        default:
            return std::nullopt;
    }
}

FeeId fee_name(std::uint32_t fee) { return FeeId(fee % fee_count == 0 ? "RENT" : "CLEAN"); }

void World::publish_fees() {
    const Day since = later(today(), -10);
    ask(PublishFee{fee_name(0), "rent of the meter", cents(3'000), FeePeriod::month, since});
    ask(PublishFee{fee_name(1), "cleaning", cents(50), FeePeriod::day, since});
}

Day World::today() const { return site_day(state(), now_); }

const Turn& World::act(const Limit& step) {
    const auto most =
        step.hoarding_cents ? std::optional(cents(*step.hoarding_cents)) : std::optional<Money>();
    return ask(SetCreditLimits{{wallet_of(step.meter), cents(step.overdraft_cents), most}});
}

const Turn& World::act(const Levy& step) {
    const FeeId fee = fee_name(step.fee);
    return ask(PublishFee{fee, "anew", cents(step.cents), state().office.fees.at(fee).per,
                          later(today(), step.days_ahead)});
}

const Turn& World::act(const Oblige& step) {
    FeeAssigned wanted{wallet_of(step.meter), fee_name(step.fee), later(today(), step.days_ahead),
                       std::nullopt};
    const Wallet* wallet = find(state().wallets, wanted.wallet);
    const FeeDuty* known = wallet == nullptr ? nullptr : find(wallet->fees, wanted.fee);
    if (step.keeps_from && known != nullptr) wanted.from = known->from;
    if (step.days) wanted.until = later(wanted.from, *step.days);
    return ask(AssignFee{wanted});
}

const Turn& World::act(const Bill& step) {
    const Day through = later(today(), -step.days_ago);
    ask(ChargeFees{wallet_of(step.meter), through});
    return ask(ReportFeesDrawn{{through, 1, {}}});
}

const Turn& World::act(const TakeTill& step) {
    return ask(OpenShift{TillId("T" + std::to_string(step.till)), MethodId("cash"),
                         cents(step.float_cents)},
               "", tellers.at(step.teller % tellers.size()));
}

const Turn& World::act(const CountTill& step) {
    const auto& open = state().office.shifts;
    if (open.empty()) return ask(CloseShift{{step.shift}, {}, step.by_supervisor});
    const auto& [position, shift] =
        *std::next(open.begin(), static_cast<std::ptrdiff_t>(step.shift % open.size()));
    std::vector<CountedMoney> counts;
    for (const auto& [method, money] : expected_in(shift)) {
        const Money counted = money + cents(step.cents_over);
        counts.push_back({method, counted.is_negative() ? Money{} : counted});
    }
    if (step.is_forgetful) counts.pop_back();
    return ask(CloseShift{position, counts, step.by_supervisor},
               step.cents_over > 2 ? "" : "counted twice",
               step.by_another ? "wu" : shift.teller.text());
}

const Turn& World::act(const EndPeriod& step) {
    Period period = next_to_close(state(), step.kind);
    for (std::int64_t i = 0; i < step.further; ++i)
        period = period_of(step.kind, period.last.next());
    return ask(ClosePeriod{step.kind, period.first});
}

}  // namespace property
