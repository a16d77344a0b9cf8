#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/metersim/frozen_meter.hpp"

namespace metersim {
namespace {

using std::chrono::seconds;

/// The sum of one column over the quarter hours that start within [first, end) of local time, read
/// from the table anew: six decimals of kW at 1,000 kWh a year, so 1/4 microwatt-hour for each kWh.
class Table {
public:
    explicit Table(int column) {
        std::ifstream file{METERBOOK_SOURCE "/tools/metersim/data/bdew_selp_15min.csv"};
        std::string line;
        std::getline(file, line);
        while (std::getline(file, line)) {
            std::istringstream cells{line};
            std::string moment;
            std::string season;
            std::string weekday;
            std::getline(cells, moment, ',');
            std::getline(cells, season, ',');
            std::getline(cells, weekday, ',');
            std::string cell;
            for (int step = 0; step <= column; ++step) std::getline(cells, cell, ',');
            rows_[season + weekday + moment.substr(11, 5)] = std::stoll(cell.substr(2));
        }
    }

    std::int64_t sum(Instant first, Instant end) const {
        std::int64_t sum = 0;
        for (Instant quarter = first; quarter < end; quarter += std::chrono::minutes{15}) {
            sum += rows_.at(key(quarter + std::chrono::hours{8}));
        }
        return sum;
    }

private:
    static std::string key(Instant local) {
        const std::string text = write_instant(local);
        const std::string date = text.substr(5, 5);
        const char* season = "transition";
        if (date >= "05-15" && date <= "09-14") season = "summer";
        if (date >= "11-01" || date <= "03-20") season = "winter";
        const auto days = std::chrono::floor<std::chrono::days>(local).time_since_epoch().count();
        const auto weekday = (days + 3) % 7 + 1;  // 1 January 1970 was a Thursday
        return season + std::to_string(weekday) + text.substr(11, 5);
    }

    std::map<std::string, std::int64_t> rows_;
};

constexpr int g1_column = 2;
constexpr int g3_column = 4;

TEST(Energy, GrowsAsTheLoadProfileIntegrates) {
    FrozenMeter frozen{office(), "2026-03-16T00:00:00Z"};  // ten days across the end of winter
    const std::int64_t before = frozen.total();
    const Instant first = frozen.clock.now();
    frozen.clock.jump(std::chrono::days{10});
    const std::int64_t expected = Table{g1_column}.sum(first, frozen.clock.now()) * 8'000 / 4;
    EXPECT_EQ(frozen.total() - before, expected);
}

TEST(Energy, OfAWholeYearIsTheYearlyUse) {
    FrozenMeter frozen{office(), "2026-01-01T00:00:00Z"};
    const std::int64_t before = frozen.total();
    frozen.clock.jump(std::chrono::days{365});
    const std::int64_t used_kwh = (frozen.total() - before) / 1'000'000'000;
    EXPECT_NEAR(static_cast<double>(used_kwh), 8'000, 400);  // the curves keep no holidays
}

TEST(Energy, BehindTransformersIsCountedOnTheSecondarySide) {
    FrozenMeter frozen{floor_with_transformers()};
    const std::int64_t before = frozen.total();
    const Instant first = frozen.clock.now();
    frozen.clock.jump(std::chrono::days{3});
    const std::int64_t primary = Table{g3_column}.sum(first, frozen.clock.now()) * 90'000 / 4;
    EXPECT_EQ(frozen.total() - before, primary / 20);
}

TEST(Energy, GoesToTheRateOfTheHour) {
    FrozenMeter frozen{office(), "2026-03-15T16:00:00Z"};  // midnight in Shanghai
    const auto before = frozen.meter.true_state().rates_uwh;
    frozen.clock.jump(std::chrono::hours{6});
    const auto at_six = frozen.meter.true_state().rates_uwh;
    EXPECT_GT(at_six[3], before[3]);
    EXPECT_EQ(at_six[2], before[2]);
    frozen.clock.jump(std::chrono::hours{2});
    const auto at_eight = frozen.meter.true_state().rates_uwh;
    EXPECT_EQ(at_eight[3], at_six[3]);
    EXPECT_GT(at_eight[2], at_six[2]);
    EXPECT_EQ(at_eight[1], at_six[1]);
}

TEST(Energy, HasASharpNoonInSummerAndASharpEveningInWinter) {
    FrozenMeter summer{office(), "2026-07-15T04:00:00Z"};  // noon
    FrozenMeter winter{office(), "2026-01-15T11:00:00Z"};  // 19:00
    for (FrozenMeter* frozen : {&summer, &winter}) {
        const auto before = frozen->meter.true_state().rates_uwh;
        frozen->clock.jump(std::chrono::hours{2});
        const auto after = frozen->meter.true_state().rates_uwh;
        EXPECT_GT(after[0], before[0]);
        EXPECT_EQ(after[1], before[1]);
    }
}

/// Any plan of waiting, in seconds.
std::vector<int> any_waits() {
    return *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 40'000));
}

RC_GTEST_PROP(Energy, NeverRunsBackwardsAndItsRatesAddUp, (bool is_varied)) {
    MeterSpec spec = floor_with_transformers();
    spec.load.variation_permille = is_varied ? 300 : 0;
    spec.rated_power_w *= 2;
    FrozenMeter frozen{spec};
    std::int64_t last = frozen.total();
    for (const int wait : any_waits()) {
        frozen.clock.jump(seconds{wait});
        const MeterState state = frozen.meter.true_state();
        RC_ASSERT(state.total_uwh() >= last);
        last = state.total_uwh();
        const auto words = std::get<Words>(frozen.meter.read(0x0215, 10, Disguise::none));
        const auto item = [&](std::size_t place) {
            return words[2 * place] * 65536LL + words[2 * place + 1];
        };
        const std::int64_t apart = item(0) - item(1) - item(2) - item(3) - item(4);
        RC_ASSERT((apart >= 0 && apart <= 3));  // each register is cut, not rounded
    }
}

RC_GTEST_PROP(Energy, IsTheSameHoweverOftenTheMeterIsAsked, ()) {
    MeterSpec spec = floor_with_transformers();
    spec.load.variation_permille = 200;
    spec.rated_power_w *= 2;
    FrozenMeter asked{spec};
    FrozenMeter left_alone{spec};
    for (const int wait : any_waits()) {
        asked.clock.jump(seconds{wait});
        left_alone.clock.jump(seconds{wait});
        asked.total();
    }
    RC_ASSERT(asked.meter.true_state().rates_uwh == left_alone.meter.true_state().rates_uwh);
}

TEST(Load, StaysBelowItsPeakAndVariesAroundTheProfile) {
    const LoadSpec spec{.curve = "g1", .annual_kwh = 8'000, .variation_permille = 200};
    const Load varied{spec, std::chrono::minutes{480}, 5};
    LoadSpec plain = spec;
    plain.variation_permille = 0;
    const Load exact{plain, std::chrono::minutes{480}, 5};
    const Instant start = *read_instant("2026-01-01T00:00:00Z");
    int differing = 0;
    for (int quarter = 0; quarter < 35'040; ++quarter) {
        const Instant now = start + quarter * std::chrono::minutes{15};
        const std::int64_t planned = exact.microwatts(now);
        const std::int64_t drawn = varied.microwatts(now);
        ASSERT_LE(drawn, (peak_watts(spec) + 1) * 1'000'000);
        ASSERT_LE(std::abs(drawn - planned), planned / 5 + 1);
        if (drawn != planned) ++differing;
    }
    EXPECT_GT(differing, 34'000);
}

TEST(Electricity, AgreesWithTheLoad) {
    FrozenMeter frozen{floor_with_transformers(), "2026-03-16T04:00:00Z"};
    const Electricity now = frozen.meter.true_state().electricity;
    EXPECT_EQ(now.total_watts, now.watts[0] + now.watts[1] + now.watts[2]);
    for (std::size_t phase = 0; phase < 3; ++phase) {
        EXPECT_NEAR(now.decivolts.at(phase), 2200, 50);
        const double apparent = now.decivolts.at(phase) * now.centiamperes.at(phase) / 1000.0;
        const double active = apparent * now.power_factor_permille.at(phase) / 1000.0;
        EXPECT_NEAR(active, now.watts.at(phase), 5);
        EXPECT_NEAR(std::hypot(now.watts.at(phase), now.vars.at(phase)), apparent, 5);
    }
}

}  // namespace
}  // namespace metersim
