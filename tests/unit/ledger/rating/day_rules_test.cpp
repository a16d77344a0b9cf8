#include <gtest/gtest.h>

#include "ledger/rating/terms.hpp"
#include "tests/property/show.hpp"

namespace ledger {
namespace {

const std::vector<BandSlot> usual{{0, Band::flat}};
const std::vector<BandSlot> summer{{0, Band::peak}};
const std::vector<BandSlot> weekend{{0, Band::valley}};
const std::vector<BandSlot> holiday{{0, Band::deep_valley}};
const std::vector<BandSlot> winter{{0, Band::sharp}};

const TariffPublished& tariff() {
    static const TariffPublished published{.tariff = TariffId("T"),
                                           .name = "days",
                                           .version = 1,
                                           .effective_from = earliest_instant,
                                           .zone = "",
                                           .prices = {},
                                           .schedule = usual,
                                           .rules = {{{101}, {1231}, DayKind::holiday, {}, holiday},
                                                     {{101}, {1231}, DayKind::weekend, {}, weekend},
                                                     {{615}, {915}, DayKind::any, {}, summer},
                                                     {{1215}, {131}, DayKind::any, {1, 2}, winter}},
                                           .calendar = CalendarId("C"),
                                           .tiers = {},
                                           .tier_cycle = {},
                                           .cycle_start = {}};
    return published;
}

const CalendarPublished& calendar() {
    static const CalendarPublished published{CalendarId("C"),
                                             "2026",
                                             {{*day_from_text("2026-02-15"), SpecialDay::workday},
                                              {*day_from_text("2026-02-16"), SpecialDay::holiday}}};
    return published;
}

Band band_on(const char* day) {
    const Terms terms{{}, Position{1}, &tariff(), &calendar()};
    return schedule_on(*day_from_text(day), terms).front().band;
}

TEST(DayRules, HoldFromTheirFirstDayToTheirLast) {
    EXPECT_EQ(band_on("2026-06-12"), Band::flat);
    EXPECT_EQ(band_on("2026-06-15"), Band::peak);
    EXPECT_EQ(band_on("2026-09-15"), Band::peak);
    EXPECT_EQ(band_on("2026-09-16"), Band::flat);
}

TEST(DayRules, GoOverTheEndOfTheYear) {
    EXPECT_EQ(band_on("2026-12-14"), Band::flat);   // Monday
    EXPECT_EQ(band_on("2026-12-15"), Band::sharp);  // Tuesday
    EXPECT_EQ(band_on("2026-12-16"), Band::flat);   // Wednesday
    EXPECT_EQ(band_on("2027-01-05"), Band::sharp);  // Tuesday
    EXPECT_EQ(band_on("2027-02-01"), Band::flat);   // Monday, the day after
}

TEST(DayRules, AreTakenInTheirOrder) {
    EXPECT_EQ(band_on("2026-07-04"), Band::valley);  // a Saturday of the summer
}

TEST(DayRules, AskTheCalendarBeforeTheWeek) {
    EXPECT_EQ(band_on("2026-02-14"), Band::valley);       // Saturday
    EXPECT_EQ(band_on("2026-02-15"), Band::flat);         // a Sunday that is worked
    EXPECT_EQ(band_on("2026-02-16"), Band::deep_valley);  // a Monday that is not
}

TEST(DayRules, KnowNoHolidayWithoutACalendar) {
    const Terms terms{{}, Position{1}, &tariff(), nullptr};
    EXPECT_EQ(schedule_on(*day_from_text("2026-02-16"), terms).front().band, Band::flat);
}

}  // namespace
}  // namespace ledger
