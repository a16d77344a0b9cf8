#include <algorithm>
#include <chrono>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "tests/unit/ingest/polled_building.hpp"

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told

constexpr std::size_t meters = 12;

/// One line with a dozen meters, all of which are due all the time.
metersim::Building crowded_line() {
    metersim::Building building = metersim::small_building();
    std::erase_if(building.lines, [](const auto& line) { return line.id != "L01"; });
    const metersim::MeterSpec first = building.meters.front();
    building.meters.clear();
    for (std::size_t i = 1; i <= meters; ++i) {
        metersim::MeterSpec meter = first;
        meter.unit = static_cast<int>(i);
        meter.id = fmt::format("M01{:02}", i);
        meter.number = fmt::format("2024060101{:02}", i);
        building.meters.push_back(meter);
    }
    check(building);
    return building;
}

TEST(Turns, ManyCommandsDoNotStarveThePolls) {
    PolledBuilding building(crowded_line());
    for (std::size_t i = 1; i <= meters; ++i)
        (void)building.request(fmt::format("M01{:02}", i), CommandKind::trip);
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true(
        [&] { return building.facts<CommandConfirmed>().size() == meters; }));
    // A trip is read back and told as no reading: what is recorded between them was polled.
    std::size_t in_a_row = 0;
    std::size_t most = 0;
    for (const Event& event : building.events()) {
        if (std::holds_alternative<ReadingRecorded>(event.payload)) in_a_row = 0;
        if (std::holds_alternative<CommandConfirmed>(event.payload)) ++in_a_row;
        most = std::max(most, in_a_row);
    }
    EXPECT_LE(most, 8U);
    EXPECT_GE(most, 2U) << "commands go first";
}

/// In real time: a pause is as long as it is in the field.
TEST(Turns, CommandsToASilentMeterWaitTogetherUntilItAnswers) {
    PolledBuilding building(crowded_line(), {.speed = 1, .poll_interval_s = 3'600});
    building.field().set_fault("silence:L01/1");
    (void)building.request("M0101", CommandKind::trip);
    (void)building.request("M0101", CommandKind::read_now);
    const auto began = std::chrono::steady_clock::now();
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true(
        [&] { return building.facts<ReadingRecorded>().size() == meters - 1; }));
    const auto met = building.tallies().at({LineId("L01"), MeterId("M0101")});
    const auto pauses = (std::chrono::steady_clock::now() - began) / std::chrono::seconds(15);
    constexpr int by_poll = 3;
    constexpr int by_command = 2;
    EXPECT_LE(met.timeouts, by_poll + by_command * (1U + static_cast<unsigned>(pauses)));
    // What is asked for anew is tried at once; and then what waited.
    building.field().clear_faults();
    const auto kept = building.request("M0101", CommandKind::keep_power);
    EXPECT_TRUE(PolledBuilding::comes_true([&] {
        const auto done = building.facts<CommandConfirmed>();
        return done.size() == 2 &&
               std::ranges::any_of(done, [&](const auto& each) { return each.command == kept; });
    }));
}

}  // namespace
}  // namespace ingest
