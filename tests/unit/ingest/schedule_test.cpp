#include "ingest/schedule.hpp"

#include <chrono>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/ingest/polled_building.hpp"

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told

constexpr std::uint32_t half_hour = 1'800;
const MeterId meter("M0101");

Instant at(const char* text) { return *instant_from_text(text); }

/// Peak from 12:07 to 18:00 on the clock of Shanghai, and another version on the first of April.
void assign_bands(PolledBuilding& building) {
    const std::vector<BandPrice> prices{{Band::peak, Price{2'000'000}},
                                        {Band::valley, Price{1'000'000}}};
    const std::vector<BandSlot> slots{
        {0, Band::valley}, {12 * 60 + 7, Band::peak}, {18 * 60, Band::valley}};
    building.tell(
        PublishTariff{TariffId("T"), "Bands", at("2026-01-01T00:00:00Z"), "", prices, slots});
    building.tell(
        PublishTariff{TariffId("T"), "Bands", at("2026-03-31T21:13:00Z"), "", prices, slots});
    building.tell(AssignTariff{{meter, TariffId("T"), at("2026-01-01T00:00:00Z")}});
}

std::optional<Instant> boundary(PolledBuilding& building, const char* from, const char* to) {
    return building.book().read(
        [&](const State& state) { return next_boundary(state, meter, at(from), at(to)); });
}

TEST(Schedule, ReadsAMeterWhereItsPriceChanges) {
    PolledBuilding building;
    EXPECT_EQ(boundary(building, "2026-03-16T04:00:00Z", "2026-03-16T04:30:00Z"), std::nullopt);
    assign_bands(building);
    EXPECT_EQ(boundary(building, "2026-03-16T04:00:00Z", "2026-03-16T04:30:00Z"),
              at("2026-03-16T04:07:00Z"));
    EXPECT_EQ(boundary(building, "2026-03-16T04:07:00Z", "2026-03-16T04:30:00Z"), std::nullopt);
    EXPECT_EQ(boundary(building, "2026-03-16T09:00:00Z", "2026-03-16T12:00:00Z"),
              at("2026-03-16T10:00:00Z"));
    EXPECT_EQ(boundary(building, "2026-03-31T21:00:00Z", "2026-03-31T21:30:00Z"),
              at("2026-03-31T21:13:00Z"))
        << "a new version";
    EXPECT_EQ(boundary(building, "2026-03-16T15:50:00Z", "2026-03-16T16:20:00Z"),
              at("2026-03-16T16:00:00Z"))
        << "a new day";
}

TEST(Schedule, AWholeIntervalLiesBetweenTwoReadingsElsewhere) {
    PolledBuilding building;
    assign_bands(building);
    building.tell(RegisterLine{{LineId("L01"),
                                {},
                                Transport::rtu_over_tcp,
                                building.port_of("L01"),
                                9600,
                                Parity::none,
                                1,
                                100,
                                3'600,
                                30}});
    building.poll();
    const auto last_read = [&] {
        const auto last = building.meter("M0101").last_good;
        return last ? last->at : Instant{};
    };
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return last_read() >= at("2026-03-16T04:07:00Z"); }));
    EXPECT_LT(last_read(), at("2026-03-16T04:17:00Z"));
    EXPECT_GT(at("2026-03-16T05:00:00Z"), last_read());
}

RC_GTEST_PROP(Schedule, ASlotIsAheadAndAWholeMultiple, ()) {
    const auto interval = *rc::gen::inRange<std::uint32_t>(1, 86'401);
    const Instant now{
        *rc::gen::inRange<std::int64_t>(earliest_instant.micros, latest_instant.micros)};
    const Instant slot = next_slot(now, interval);
    RC_ASSERT(slot > now);
    RC_ASSERT((slot - now <= std::chrono::seconds(interval)));
    RC_ASSERT(slot.micros % (std::int64_t{interval} * 1'000'000) == 0);
}

TEST(Schedule, ADeadMeterIsProbedOnEverySecondThenFourthThenEighthSlot) {
    const Instant now = at("2026-03-16T04:10:00Z");
    EXPECT_EQ(next_probe(now, half_hour, 0), at("2026-03-16T04:30:00Z"));
    EXPECT_EQ(next_probe(now, half_hour, 1), at("2026-03-16T05:00:00Z"));
    EXPECT_EQ(next_probe(now, half_hour, 2), at("2026-03-16T06:00:00Z"));
    EXPECT_EQ(next_probe(now, half_hour, 3), at("2026-03-16T08:00:00Z"));
    EXPECT_EQ(next_probe(now, half_hour, 4'000'000), at("2026-03-16T08:00:00Z"));
}

}  // namespace
}  // namespace ingest
