#include "ledger/rating/tiers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rating/rate.hpp"
#include "tests/property/show.hpp"

namespace ledger {
namespace {

Day day(const char* text) { return day_from_text(text).value(); }

TariffPublished tariff(TierCycle cycle, CycleStart start) {
    return {.tariff = TariffId("T"),
            .name = "tiers",
            .version = 1,
            .effective_from = earliest_instant,
            .zone = "",
            .prices = {{Band::single, Price{50'000'000}}},
            .schedule = {},
            .rules = {},
            .calendar = {},
            .tiers = {{Energy{100'000}, Price{5'000'000}}, {Energy{150'000}, Price{30'000'000}}},
            .tier_cycle = cycle,
            .cycle_start = start};
}

struct Cycle {
    TierCycle cycle;
    CycleStart start;
    const char* opened;
    const char* day;
    const char* begins;
};

class Cycles : public testing::TestWithParam<Cycle> {};

TEST_P(Cycles, BeginWhereTheTariffSays) {
    const Cycle& each = GetParam();
    EXPECT_EQ(to_text(cycle_of(day(each.day), tariff(each.cycle, each.start), day(each.opened))),
              each.begins);
}

INSTANTIATE_TEST_SUITE_P(
    Dates, Cycles,
    testing::Values(
        Cycle{TierCycle::month, CycleStart::calendar, "2026-03-31", "2026-05-01", "2026-05-01"},
        Cycle{TierCycle::month, CycleStart::calendar, "2026-03-31", "2026-05-31", "2026-05-01"},
        Cycle{TierCycle::year, CycleStart::calendar, "2026-03-31", "2026-12-31", "2026-01-01"},
        Cycle{TierCycle::month, CycleStart::account, "2026-03-15", "2026-05-14", "2026-04-15"},
        Cycle{TierCycle::month, CycleStart::account, "2026-03-15", "2026-05-15", "2026-05-15"},
        Cycle{TierCycle::month, CycleStart::account, "2026-03-15", "2027-01-03", "2026-12-15"},
        // Months that are too short begin on their last day.
        Cycle{TierCycle::month, CycleStart::account, "2026-01-31", "2026-02-27", "2026-01-31"},
        Cycle{TierCycle::month, CycleStart::account, "2026-01-31", "2026-02-28", "2026-02-28"},
        Cycle{TierCycle::month, CycleStart::account, "2026-01-31", "2026-04-30", "2026-04-30"},
        Cycle{TierCycle::year, CycleStart::account, "2024-02-29", "2026-02-27", "2025-02-28"},
        Cycle{TierCycle::year, CycleStart::account, "2024-02-29", "2026-02-28", "2026-02-28"},
        Cycle{TierCycle::year, CycleStart::account, "2024-02-29", "2028-02-28", "2027-02-28"},
        Cycle{TierCycle::year, CycleStart::account, "2024-02-29", "2028-02-29", "2028-02-29"}));

/// What so many watt-hours cost after so many in the same month, and where the count stands then.
Rated rated(std::int64_t used, std::int64_t more) {
    const TariffPublished terms = tariff(TierCycle::month, CycleStart::calendar);
    const Interval noon{*instant_from_text("2026-05-10T04:00:00Z"),
                        *instant_from_text("2026-05-10T05:00:00Z")};
    const std::vector<Terms> in_force{{noon.from, Position{7}, &terms}};
    const Standing before{0, {day("2026-05-01"), Energy{used}}, {}};
    return rate({Energy{more}, {}}, noon, in_force, *Zone::find("Asia/Shanghai"), before).value();
}

Money amount(const Rated& rated) {
    Money sum;
    for (const ChargeLine& line : rated.lines) sum += line.amount;
    return sum;
}

TEST(Tiers, SplitAtTheLimitToTheWattHour) {
    const Rated across = rated(99'999, 50'003);
    ASSERT_EQ(across.lines.size(), 3U);
    EXPECT_EQ(across.lines[0].energy, Energy{50'003});
    EXPECT_EQ(across.lines[1].tier, 2U);
    EXPECT_EQ(across.lines[1].energy, Energy{50'000});
    EXPECT_EQ(across.lines[2].tier, 3U);
    EXPECT_EQ(across.lines[2].energy, Energy{2});
    // 50.003 × 0.50 + 50 × 0.05 + 0.002 × 0.30
    EXPECT_EQ(to_text(amount(across)), "27.5021");
    EXPECT_EQ(across.standing.tiers, (TierCount{day("2026-05-01"), Energy{150'002}}));
}

TEST(Tiers, BelongToTheNextKilowattHourAtTheLimit) {
    EXPECT_EQ(rated(0, 100'000).lines.size(), 1U);
    EXPECT_EQ(rated(100'000, 1).lines.back().tier, 2U);
}

TEST(Tiers, GiveBackWhatTheyTookWhenEnergyIsTakenBack) {
    const Rated back = rated(120'000, -30'000);
    ASSERT_EQ(back.lines.size(), 2U);
    EXPECT_EQ(back.lines[1].energy, Energy{-20'000});
    EXPECT_EQ(back.standing.tiers.used, Energy{90'000});
}

TEST(Tiers, CountAnewInANewMonth) {
    const TariffPublished terms = tariff(TierCycle::month, CycleStart::calendar);
    const Interval turn{*instant_from_text("2026-05-31T12:00:00+08:00"),
                        *instant_from_text("2026-06-01T12:00:00+08:00")};
    const std::vector<Terms> in_force{{turn.from, Position{7}, &terms}};
    const Standing before{0, {day("2026-05-01"), Energy{100'000}}, {}};
    const auto over =
        rate({Energy{20'000}, {}}, turn, in_force, *Zone::find("Asia/Shanghai"), before);
    ASSERT_EQ(over->lines.size(), 3U);  // two days of energy, and one of the second tier
    EXPECT_EQ(over->lines[2].energy, Energy{10'000});
    EXPECT_EQ(over->lines[2].day, day("2026-05-31"));
    EXPECT_EQ(over->standing.tiers, (TierCount{day("2026-06-01"), Energy{10'000}}));
}

RC_GTEST_PROP(Tiers, CostTheSameHoweverAMonthIsSplit, ()) {
    const auto parts =
        *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 90'000));
    std::int64_t used = 0;
    Money paid;
    std::int64_t carry = 0;
    for (const std::int64_t part : parts) {
        const TariffPublished terms = tariff(TierCycle::month, CycleStart::calendar);
        const Interval noon{*instant_from_text("2026-05-10T04:00:00Z"),
                            *instant_from_text("2026-05-10T05:00:00Z")};
        const std::vector<Terms> in_force{{noon.from, Position{7}, &terms}};
        const auto next = rate({Energy{part}, {}}, noon, in_force, *Zone::find("Asia/Shanghai"),
                               {carry, {day("2026-05-01"), Energy{used}}, {}});
        paid += amount(*next);
        carry = next->standing.carry;
        used += part;
    }
    RC_ASSERT(paid == amount(rated(0, used)));
}

}  // namespace
}  // namespace ledger
