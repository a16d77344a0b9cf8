#include <algorithm>

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

}  // namespace
}  // namespace ingest
