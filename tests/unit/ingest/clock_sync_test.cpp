#include <algorithm>

#include <gtest/gtest.h>

#include "ingest/clock_setting.hpp"
#include "tests/unit/ingest/mixed_building.hpp"
#include "tests/unit/ingest/polled_building.hpp"

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told
using std::chrono::seconds;

/// A building whose time runs ten times as fast as ours: half a minute of a clock, which is right,
/// is three of our seconds.
class ClockSync : public testing::Test {
protected:
    static constexpr Pace pace{10, 1};
    static constexpr std::int64_t nearly_right = 60;  // whoever reads it may be held up

    static std::int64_t off(PolledBuilding& building, const char* meter) {
        const metersim::LocalTime shown = building.field().meter(meter).true_state().clock;
        const auto wall = metersim::instant_of(shown).value() - std::chrono::hours(8);
        return std::chrono::duration_cast<seconds>(wall - building.field().now()).count();
    }

    template <class Fact>
    static std::vector<Fact> about(const PolledBuilding& building, Position command) {
        std::vector<Fact> found = building.facts<Fact>();
        std::erase_if(found, [&](const Fact& each) { return each.command != command; });
        return found;
    }

    static void carry_out(PolledBuilding& building, const char* meter) {
        const Position command = building.request(meter, CommandKind::clock_sync);
        ASSERT_TRUE(PolledBuilding::comes_true([&] {
            return !about<CommandConfirmed>(building, command).empty();
        })) << meter;
        EXPECT_LE(std::abs(off(building, meter)), nearly_right) << meter;
    }
};

TEST_F(ClockSync, SetsTheClockOfABoxAndEndsItsAlarm) {
    PolledBuilding building(metersim::small_building(), pace);
    building.field().meter("M0243").set_clock_error(seconds(3'600));
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true(
        [&] { return building.meter("M0243").alarms.contains(AlarmKind::clock_off); }));
    carry_out(building, "M0243");
    EXPECT_TRUE(PolledBuilding::comes_true(
        [&] { return !building.meter("M0243").alarms.contains(AlarmKind::clock_off); }));
}

TEST_F(ClockSync, WritesTheClockOfADlt645MeterThatIsFarOff) {
    PolledBuilding building(mixed_building(), pace);
    building.field().meter("M0102").set_clock_error(seconds(-86'400));
    building.poll();
    carry_out(building, "M0102");
}

TEST_F(ClockSync, BroadcastsASmallOffsetAndWritesWhatTheMeterDoesNotTakeTwiceADay) {
    PolledBuilding building(mixed_building(), pace);
    building.poll();
    building.field().meter("M0102").set_clock_error(seconds(120));
    building.field().meter("M0103").set_clock_error(seconds(-120));
    carry_out(building, "M0102");
    EXPECT_LE(std::abs(off(building, "M0103")), nearly_right) << "a broadcast is heard by all";
    building.field().meter("M0102").set_clock_error(seconds(120));
    const Position again = building.request("M0102", CommandKind::clock_sync);
    ASSERT_TRUE(PolledBuilding::comes_true(
        [&] { return !about<CommandConfirmed>(building, again).empty(); }));
    EXPECT_GE(about<CommandSent>(building, again).size(), 2U);
    EXPECT_LE(std::abs(off(building, "M0102")), nearly_right);
}

TEST_F(ClockSync, FailsWithTheReasonWhereTheMeterRefuses) {
    PolledBuilding building(mixed_building(), pace);
    building.field().meter("M0102").set_clock_error(seconds(3'600));
    Profile stranger = built_in_profiles().at(ProfileId("dlt645-2007-1p"));
    stranger.access.password = 0x123456;
    Line line(building.book().read(
        [](const State& state) { return state.lines.at(LineId("L01")).registered; }));
    const MeterRegistered meter = building.meter("M0102").registered;
    const Zone zone = *Zone::find("Asia/Shanghai");
    const auto refused =
        write_time(line, {meter, stranger}, {*instant_from_text("2026-03-16T04:00:00Z"), zone});
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is_final());
    EXPECT_GT(off(building, "M0102"), 3'000);
}

TEST(ClockSetting, IsOfThoseWhoseClockIsShownAndDocumented) {
    const Profiles all = built_in_profiles();
    for (const char* name :
         {"acrel-adf400l-1p", "acrel-adf400l-3p", "dlt645-2007-1p", "dlt645-2007-3p"})
        EXPECT_FALSE(why_no_clock(all.at(ProfileId(name)))) << name;
    for (const char* name : {"acrel-ddsy1352", "acrel-dtsy1352", "acrel-dtsd1352"})
        EXPECT_TRUE(why_no_clock(all.at(ProfileId(name)))) << name;
}

}  // namespace
}  // namespace ingest
