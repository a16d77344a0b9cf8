#include "projections/reports/energy_use.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/journal/journal.hpp"
#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using ledger::Band;
using ledger::Day;
using ledger::Energy;
using ledger::Money;
using story::Shown;
using story::Story;

constexpr Day last_day{100'000};  // in the year 2243

TEST(EnergyUse, SplitsAtBandsAndAtTheSitesMidnight) {
    Story story;  // 8 o'clock: 13 hours of peak, 3 of valley until midnight, 2 of valley after it
    story.pass(18 * 60);
    ASSERT_FALSE(story.read(story::meter(1), 18'000).empty());
    const Shown<EnergyUse> energy(story.events());
    const auto days = energy->of(story::meter(1), Day{}, last_day);
    ASSERT_EQ(days.size(), 3U);
    EXPECT_EQ(ledger::to_text(days[0].day), "2026-10-01");
    EXPECT_EQ(days[0].band, Band::peak);
    EXPECT_EQ(days[0].energy, Energy{13'000});
    EXPECT_EQ(days[0].amount, Money{14'300'000});
    EXPECT_EQ(days[1].band, Band::valley);
    EXPECT_EQ(days[1].energy, Energy{3'000});
    EXPECT_EQ(ledger::to_text(days[2].day), "2026-10-02");
    EXPECT_EQ(days[2].energy, Energy{2'000});
}

TEST(EnergyUse, AnswersOnlyTheDaysAndTheMeterThatWereAskedFor) {
    Story story;
    for (int i = 0; i < 3; ++i) {
        story.pass(24 * 60);
        story.read(story::meter(1), 1'000);
    }
    const Shown<EnergyUse> energy(story.events());
    const Day second = ledger::day_from_text("2026-10-02").value();
    for (const DayEnergy& each : energy->of(story::meter(1), second, second))
        EXPECT_EQ(each.day, second);
    EXPECT_FALSE(energy->of(story::meter(1), second, second).empty());
    EXPECT_TRUE(energy->of(story::meter(1), Day{second.number + 9}, last_day).empty());
    EXPECT_TRUE(energy->of(ledger::MeterId("M"), Day{}, last_day).empty()) << "M is not M1";
}

TEST(EnergyUse, IsWholeWhenItIsAskedForFromBeforeThereWasAny) {
    Story story;
    story.pass(60);
    story.read(story::meter(1), 1'000);
    const Shown<EnergyUse> energy(story.events());
    EXPECT_EQ(energy->of(story::meter(1), Day{-3'653}, last_day).size(), 1U) << "from 1960 on";
    EXPECT_TRUE(energy->of(story::meter(1), Day{-3'653}, Day{-1}).empty());
}

TEST(EnergyUse, IsKeptApartFromWhereTheMeterHungBefore) {
    Story story;
    story.pass(60);
    story.read(story::meter(1), 1'000);
    Table table;
    const EnergyUse energy;
    ledger::Event moved;
    ledger::Event reading;
    for (const ledger::Event& each : story.events()) {
        energy.fold(table, each);
        const auto* registered = std::get_if<ledger::MeterRegistered>(&each.payload);
        if (registered != nullptr && registered->meter == story::meter(1)) moved = each;
        if (std::holds_alternative<ledger::ReadingRecorded>(each.payload)) reading = each;
    }
    const auto supplies = [&] { return *table.known<std::uint32_t>("n"); };
    const std::uint32_t before = supplies();
    energy.fold(table, reading);
    EXPECT_EQ(supplies(), before);
    std::get<ledger::MeterRegistered>(moved.payload).place.building =
        ledger::BuildingId("elsewhere");
    energy.fold(table, moved);
    energy.fold(table, reading);
    EXPECT_EQ(supplies(), before + 1);
}

RC_GTEST_PROP(EnergyUse, IsTheSumOfTheRecordedLines, (const std::vector<story::Step>& steps)) {
    const auto told = story::told(steps);
    const Shown<EnergyUse> energy(told.events(), 3);
    for (unsigned i = 1; i <= 4; ++i) {
        std::map<std::pair<Day, Band>, std::pair<Energy, Money>> naive;
        for (const auto& event : told.events()) {
            const auto* reading = std::get_if<ledger::ReadingRecorded>(&event.payload);
            if (reading == nullptr || reading->meter != story::meter(i)) continue;
            for (const auto& line : reading->lines) {
                naive[{line.day, line.band}].first += line.tier == 0 ? line.energy : Energy{};
                naive[{line.day, line.band}].second += line.amount;
            }
        }
        std::map<std::pair<Day, Band>, std::pair<Energy, Money>> shown;
        for (const DayEnergy& each : energy->of(story::meter(i), Day{}, last_day))
            shown[{each.day, each.band}] = {each.energy, each.amount};
        RC_ASSERT((shown == naive));
    }
}

/// A meter that is read at midnight, and again when the day is over: a site's first events.
std::vector<ledger::Event> read_around(ledger::Day day, const std::string& zone, Energy used) {
    const ledger::Zone clock = ledger::Zone::find(zone).value();
    std::vector<ledger::Event> events;
    const auto tell = [&](ledger::Instant at, ledger::Payload payload) {
        ledger::Event& event = events.emplace_back(ledger::Event{{}, std::move(payload)});
        event.envelope.position = {events.size()};
        event.envelope.recorded_at = event.envelope.occurred_at = at;
    };
    const ledger::Instant midnight = clock.at(day);
    ledger::SiteConfigured site{};
    site.zone = zone;
    tell(midnight, std::move(site));
    ledger::ReadingRecorded reading{};
    reading.meter = story::meter(1);
    tell(midnight, reading);
    reading.lines.push_back({{}, Band::flat, day, used, {}, {}, {}});
    tell(clock.at(day.next()), std::move(reading));
    return events;
}

std::vector<Energy> hours(const std::vector<ledger::Event>& events) {
    const TemporaryDirectory scratch;
    const auto journal = ledger::Journal::open(scratch / "journal", {});
    const Shown<EnergyUse> energy(events);
    const TableView view(energy->live());
    const KnownEnergy known(view, journal, {});
    std::vector<Energy> hours;
    known.each_hour(known.supplies().front(), Day{}, last_day, [&](const HourRow& row) {
        EXPECT_EQ(row.hour, hours.size());
        hours.push_back(row.energy);
    });
    return hours;
}

TEST(EnergyUse, HasTwentyFiveHoursOfADayOnWhichTheClockIsSetBack) {
    const auto day = [](const char* text) { return ledger::day_from_text(text).value(); };
    const char* const zone = "Europe/Berlin";
    EXPECT_EQ(hours(read_around(day("2026-10-25"), zone, Energy{25'000})),
              std::vector<Energy>(25, Energy{1'000}));
    EXPECT_EQ(hours(read_around(day("2026-10-26"), zone, Energy{24'000})),
              std::vector<Energy>(24, Energy{1'000}));
    EXPECT_EQ(hours(read_around(day("2026-03-29"), zone, Energy{23'000})),
              std::vector<Energy>(23, Energy{1'000}));
}

}  // namespace
}  // namespace projections
