#include <map>
#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rating/rate.hpp"
#include "ledger/rating/split.hpp"
#include "tests/property/show.hpp"

// A total divided over the bands by time, on days of 23, 24 and 25 hours: 1,000 Wh an hour.

namespace ledger {
namespace {

__extension__ using Wide = __int128;
using Bands = std::map<Band, std::int64_t>;

TariffPublished tariff(const std::string& zone) {
    return {.tariff = TariffId("TOU"),
            .name = "time of use",
            .version = 1,
            .effective_from = earliest_instant,
            .zone = zone,
            .prices = {{Band::peak, Price{100'000'000}},
                       {Band::flat, Price{60'000'000}},
                       {Band::valley, Price{30'000'000}}},
            .schedule = {{0, Band::valley}, {8 * 60, Band::peak}, {22 * 60, Band::flat}}};
}

struct Night {
    const char* site;
    const char* tariff;  ///< its own clock; empty: the site's
    const char* from;    ///< local midnight to local midnight
    const char* to;
    Bands watt_hours;
};

Bands split_over_bands(const Night& night) {
    const TariffPublished terms = tariff(night.tariff);
    const Interval interval{*instant_from_text(night.from), *instant_from_text(night.to)};
    const std::int64_t hours = (interval.to - interval.from) / std::chrono::hours(1);
    const std::vector<Terms> in_force{{interval.from, Position{1}, &terms}};
    const auto rated =
        rate({Energy{1'000 * hours}, {}}, interval, in_force, *Zone::find(night.site), {});
    EXPECT_TRUE(rated.has_value());
    Bands bands;
    for (const ChargeLine& line : rated->lines) {
        bands[line.band] += line.energy.count();
        EXPECT_EQ(line.basis, LineBasis::estimated);
    }
    return bands;
}

class BandSplit : public testing::TestWithParam<Night> {};

TEST_P(BandSplit, FollowsTheClockOnTheWall) {
    EXPECT_EQ(split_over_bands(GetParam()), GetParam().watt_hours);
}

Bands bands(std::int64_t valley, std::int64_t peak, std::int64_t flat) {
    return {{Band::valley, valley}, {Band::peak, peak}, {Band::flat, flat}};
}

INSTANTIATE_TEST_SUITE_P(
    Days, BandSplit,
    testing::Values(Night{"Europe/Berlin", "", "2026-03-29T00:00:00+01:00",
                          "2026-03-30T00:00:00+02:00", bands(7'000, 14'000, 2'000)},
                    Night{"Europe/Berlin", "", "2026-10-25T00:00:00+02:00",
                          "2026-10-26T00:00:00+01:00", bands(9'000, 14'000, 2'000)},
                    Night{"Europe/Berlin", "", "2026-07-01T00:00:00+02:00",
                          "2026-07-02T00:00:00+02:00", bands(8'000, 14'000, 2'000)},
                    Night{"America/New_York", "", "2026-03-08T00:00:00-05:00",
                          "2026-03-09T00:00:00-04:00", bands(7'000, 14'000, 2'000)},
                    Night{"America/New_York", "", "2026-11-01T00:00:00-04:00",
                          "2026-11-02T00:00:00-05:00", bands(9'000, 14'000, 2'000)},
                    Night{"Asia/Shanghai", "", "2026-03-29T00:00:00+08:00",
                          "2026-03-30T00:00:00+08:00", bands(8'000, 14'000, 2'000)},
                    // A tariff that runs on standard time all year does not know the summer.
                    Night{"Europe/Berlin", "Etc/GMT-1", "2026-03-29T00:00:00+01:00",
                          "2026-03-30T00:00:00+02:00", bands(8'000, 14'000, 1'000)},
                    Night{"Europe/Berlin", "Etc/GMT-1", "2026-10-25T00:00:00+02:00",
                          "2026-10-26T00:00:00+01:00", bands(8'000, 14'000, 3'000)}));

/// Watt-hours by day of the site.
std::map<std::string, std::int64_t> by_day(const char* site, const char* from, const char* to) {
    TariffPublished terms = tariff("");
    terms.prices = {{Band::single, Price{1}}};
    terms.schedule = {};
    const Interval interval{*instant_from_text(from), *instant_from_text(to)};
    const std::int64_t hours = (interval.to - interval.from) / std::chrono::hours(1);
    const std::vector<Terms> in_force{{interval.from, Position{1}, &terms}};
    const auto rated = rate({Energy{1'000 * hours}, {}}, interval, in_force, *Zone::find(site), {});
    EXPECT_TRUE(rated.has_value());
    std::map<std::string, std::int64_t> days;
    for (const ChargeLine& line : rated->lines) days[to_text(line.day)] += line.energy.count();
    return days;
}

using Days = std::map<std::string, std::int64_t>;

TEST(DaySplit, DaysHave23And25Hours) {
    EXPECT_EQ(by_day("Europe/Berlin", "2026-03-28T00:00:00+01:00", "2026-03-31T00:00:00+02:00"),
              (Days{{"2026-03-28", 24'000}, {"2026-03-29", 23'000}, {"2026-03-30", 24'000}}));
    EXPECT_EQ(by_day("America/New_York", "2026-10-31T12:00:00-04:00", "2026-11-02T12:00:00-05:00"),
              (Days{{"2026-10-31", 12'000}, {"2026-11-01", 25'000}, {"2026-11-02", 12'000}}));
}

TEST(DaySplit, MidnightIsTheSites) {
    EXPECT_EQ(by_day("Asia/Shanghai", "2026-05-01T12:00:00Z", "2026-05-01T20:00:00Z"),
              (Days{{"2026-05-01", 4'000}, {"2026-05-02", 4'000}}));
}

RC_GTEST_PROP(Split, PartsSumToTheWholeAndNoneIsOffByAWattHour, ()) {
    const std::int64_t whole = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000'000);
    const auto weights = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
        rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000)));
    const auto parts = split(Energy{whole}, weights);
    const std::int64_t length = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    Energy sum;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        sum += parts[i];
        const Wide off = Wide{parts[i].count()} * length - Wide{whole} * weights[i];
        RC_ASSERT((off < length && -off < length));
    }
    RC_ASSERT(sum == Energy{whole});
}

}  // namespace
}  // namespace ledger
