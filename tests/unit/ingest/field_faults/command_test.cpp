#include <algorithm>

#include <gtest/gtest.h>

#include "tests/unit/ingest/mixed_building.hpp"
#include "tests/unit/ingest/polled_building.hpp"

// Faults 22 to 24 of docs/field_faults.md: what becomes of a command.

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told

template <class Fact>
std::size_t count(const PolledBuilding& building, Position command) {
    const auto all = building.facts<Fact>();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const Fact& each) { return each.command == command; }));
}

bool has_failed(const PolledBuilding& building, Position command) {
    return PolledBuilding::comes_true([&] { return count<CommandFailed>(building, command) == 1; });
}

TEST(FieldFault22, ARelayThatDoesNotMoveIsAFailureWhateverTheMeterAcknowledged) {
    PolledBuilding building;
    building.field().set_fault("relay_stuck:L01/1");
    building.poll();
    const Position trip = building.request("M0101", CommandKind::trip);
    EXPECT_TRUE(has_failed(building, trip));
    EXPECT_NE(building.facts<CommandFailed>().front().cause.find("relay closed"),
              std::string::npos);
    EXPECT_EQ(count<CommandConfirmed>(building, trip), 0U);
}

TEST(FieldFault23, ATripWhilePowerIsKeptIsRefusedByTheBook) {
    PolledBuilding building;
    building.poll();
    (void)building.request("M0101", CommandKind::keep_power);
    ASSERT_TRUE(PolledBuilding::comes_true(
        [&] { return building.meter("M0101").supply == CommandKind::keep_power; }));
    EXPECT_THROW((void)building.request("M0101", CommandKind::trip), std::runtime_error);
}

TEST(FieldFault23, ATripThatTheMeterRefusesBecauseItKeepsPowerFailsWithItsReason) {
    PolledBuilding building(mixed_building());
    building.field().meter("M0102").force({.is_enabled = true, .is_trip = false});
    building.poll();
    const Position trip = building.request("M0102", CommandKind::trip);
    EXPECT_TRUE(has_failed(building, trip));
    EXPECT_TRUE(building.field().meter("M0102").true_state().is_relay_closed);
}

TEST(FieldFault24, ACommandWhoseReplyWasLostIsReadBackAndNotSentAgain) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return building.meter("M0101").last_good.has_value(); }));
    building.rest();
    // The reading before the order is answered, the order is carried out, its reply is lost.
    building.field().set_fault("lost_reply:L01/1:0.5");
    const Position trip = building.request("M0101", CommandKind::trip);
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return count<CommandConfirmed>(building, trip) == 1; }));
    EXPECT_EQ(count<CommandSent>(building, trip), 1U);
    EXPECT_FALSE(building.field().meter("M0101").true_state().is_relay_closed);
}

}  // namespace
}  // namespace ingest
