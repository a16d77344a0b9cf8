#include "ingest/dispatcher.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/unit/ingest/polled_building.hpp"

namespace ingest {
namespace {

using ledger::CommandConfirmed;
using ledger::CommandFailed;
using ledger::CommandKind;
using ledger::CommandSent;
using ledger::MeterId;
using ledger::Position;

template <class Fact>
std::vector<Fact> about(const PolledBuilding& building, Position command) {
    std::vector<Fact> found = building.facts<Fact>();
    std::erase_if(found, [&](const Fact& each) { return each.command != command; });
    return found;
}

bool is_confirmed(const PolledBuilding& building, Position command) {
    return !about<CommandConfirmed>(building, command).empty();
}
bool has_failed(const PolledBuilding& building, Position command) {
    return !about<CommandFailed>(building, command).empty();
}

void carry_out(PolledBuilding& building, const std::string& meter, CommandKind kind) {
    const Position command = building.request(meter, kind);
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return is_confirmed(building, command); }))
        << meter << " " << to_text(kind);
    EXPECT_GE(about<CommandSent>(building, command).size(), 1U);
}

/// One of each kind that has a relay, on each transport.
class EveryRelay : public testing::TestWithParam<const char*> {};

TEST_P(EveryRelay, IsTrippedKeptAndGivenBack) {
    PolledBuilding building;
    building.poll();
    const auto state = [&] { return building.field().meter(GetParam()).true_state(); };
    carry_out(building, GetParam(), CommandKind::trip);
    EXPECT_FALSE(state().is_relay_closed);
    EXPECT_TRUE(state().forced.is_enabled);
    carry_out(building, GetParam(), CommandKind::keep_power);
    EXPECT_TRUE(state().is_relay_closed);
    EXPECT_TRUE(state().forced.is_enabled);
    carry_out(building, GetParam(), CommandKind::restore_prepaid);
    EXPECT_TRUE(state().is_relay_closed);
    EXPECT_FALSE(state().forced.is_enabled);
}

INSTANTIATE_TEST_SUITE_P(Dispatcher, EveryRelay,
                         testing::Values("M0101", "M0103", "M0237", "M0243", "M0302"));

TEST(Dispatcher, ReadsAMeterNow) {
    PolledBuilding building;
    building.poll();
    const Position command = building.request("M0301", CommandKind::read_now);
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return is_confirmed(building, command); }));
}

TEST(Dispatcher, FailsWhereTheRelayDoesNotMove) {
    PolledBuilding building;
    building.field().set_fault("relay_stuck:L01/1");
    building.poll();
    const Position command = building.request("M0101", CommandKind::trip);
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return has_failed(building, command); }));
    EXPECT_EQ(about<CommandSent>(building, command).size(), 3U);
    EXPECT_FALSE(is_confirmed(building, command));
    EXPECT_TRUE(building.meter("M0101").alarms.contains(ledger::AlarmKind::command_failed));
}

TEST(Dispatcher, ReadsBackWhatItSentBeforeItSendsAgain) {
    PolledBuilding building;
    building.field().set_fault("lost_reply:L01/1:next=1");
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return building.meter("M0101").last_good.has_value(); }));
    building.rest();
    const Position command = building.request("M0101", CommandKind::trip);
    building.tell(ledger::ReportSent{command});  // and then the program ended
    const std::vector<std::uint16_t> trip{1, 1};
    (void)building.field().meter("M0101").write(0x0057, trip);
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return is_confirmed(building, command); }));
    EXPECT_EQ(about<CommandSent>(building, command).size(), 1U);
}

TEST(Dispatcher, SendsToASilentMeterOnceItAnswers) {
    PolledBuilding building;
    building.field().set_fault("silence:L01/1");
    building.poll();
    const Position command = building.request("M0101", CommandKind::trip);
    ASSERT_TRUE(PolledBuilding::comes_true(
        [&] { return !building.meter("M0101").contact_lost.is_none(); }));
    EXPECT_FALSE(has_failed(building, command));
    building.rest();
    building.field().clear_faults();
    building.poll();
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return is_confirmed(building, command); }));
    EXPECT_FALSE(building.field().meter("M0101").true_state().is_relay_closed);
}

TEST(Dispatcher, TripsNobodyElse) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return building.meter("M0101").last_good.has_value(); }));
    building.field().meter("M0101").set_number("999999999999");
    const Position command = building.request("M0101", CommandKind::trip);
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return has_failed(building, command); }));
    EXPECT_TRUE(building.field().meter("M0101").true_state().is_relay_closed);
}

}  // namespace
}  // namespace ingest
