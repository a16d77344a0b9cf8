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

std::string cause_of_failure(PolledBuilding& building, Position command) {
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return has_failed(building, command); }));
    const auto failures = about<CommandFailed>(building, command);
    return failures.empty() ? "" : failures.front().cause;
}

void assign(PolledBuilding& building, const std::string& meter,
            std::vector<ledger::BandPrice> prices) {
    using namespace ledger;  // NOLINT(google-build-using-namespace): a tariff is the ledger's
    const Instant long_ago = *instant_from_text("2020-01-01T00:00:00Z");
    PublishTariff tariff{TariffId("T"), "By band", long_ago, "", std::move(prices), {}};
    if (tariff.prices.size() > 1) tariff.schedule = {{0, Band::valley}, {480, Band::peak}};
    building.tell(tariff);
    building.tell(AssignTariff{{MeterId(meter), TariffId("T"), long_ago}});
}

/// A single-phase and a three-phase user of a box.
class EveryUserOfABox : public testing::TestWithParam<const char*> {};

TEST_P(EveryUserOfABox, TakesPricesAndSettingsAndShowsThem) {
    PolledBuilding building;
    assign(building, GetParam(),
           {{ledger::Band::sharp, ledger::Price{131'000'000}},
            {ledger::Band::peak, ledger::Price{113'000'000}},
            {ledger::Band::flat, ledger::Price{62'000'000}},
            {ledger::Band::valley, ledger::Price{31'000'000}}});
    building.tell(ledger::SetThresholds{
        {MeterId(GetParam()), ledger::cents(3'000), ledger::cents(1'200), 8'000}});
    building.poll();
    const auto state = [&] { return building.field().meter(GetParam()).true_state(); };
    const auto before = state().settings;
    carry_out(building, GetParam(), CommandKind::price_download);
    EXPECT_EQ(state().settings.price_fen[1], 113);
    EXPECT_EQ(state().settings.price_fen[3], 31);
    EXPECT_EQ(state().settings.price_fen[0], 131);
    EXPECT_EQ(state().settings.price_fen[2], 62);
    carry_out(building, GetParam(), CommandKind::settings_download);
    EXPECT_EQ(state().settings.alarm_1_fen, 3'000);
    EXPECT_EQ(state().settings.alarm_2_fen, 1'200);
    EXPECT_EQ(state().settings.load_control[0], 1);
    EXPECT_EQ(state().settings.load_control[1], 8'000 / state().ratio());
    EXPECT_EQ(state().settings.load_control[2], before.load_control[2]);
    const auto confirmed = building.facts<CommandConfirmed>();
    ASSERT_EQ(confirmed.size(), 2U);
    EXPECT_EQ(confirmed[0].read_back, "sharp 1.31, peak 1.13, flat 0.62, valley 0.31");
    EXPECT_TRUE(confirmed[1].read_back.starts_with("alarm 1 30.00, alarm 2 12.00, overload "));
}

INSTANTIATE_TEST_SUITE_P(Dispatcher, EveryUserOfABox, testing::Values("M0240", "M0243"));

TEST(Dispatcher, RefusesAPriceThatTheMeterCannotHold) {
    PolledBuilding building;
    assign(building, "M0243", {{ledger::Band::single, ledger::Price{61'730'000}}});
    building.poll();
    const Position command = building.request("M0243", CommandKind::price_download);
    EXPECT_NE(cause_of_failure(building, command).find("single 0.6173 does not fit"),
              std::string::npos);
    EXPECT_TRUE(about<CommandSent>(building, command).empty());
}

TEST(Dispatcher, DownloadsNoTariffThatLeavesAnOldPriceInTheMeter) {
    PolledBuilding building;
    assign(building, "M0243",
           {{ledger::Band::peak, ledger::Price{113'000'000}},
            {ledger::Band::valley, ledger::Price{31'000'000}}});
    building.poll();
    const Position command = building.request("M0243", CommandKind::price_download);
    EXPECT_EQ(cause_of_failure(building, command),
              "the tariff has no price for the meter's band flat, which would keep its old one: "
              "nothing was sent");
    EXPECT_TRUE(about<CommandSent>(building, command).empty());
}

TEST(Dispatcher, SaysWhyAMeterTakesNoDownload) {
    PolledBuilding building;
    building.tell(ledger::SetThresholds{
        {MeterId("M0101"), ledger::cents(3'000), ledger::cents(1'200), 8'000}});
    building.poll();
    const Position command = building.request("M0101", CommandKind::settings_download);
    EXPECT_EQ(cause_of_failure(building, command),
              "writing alarm amounts takes a vendor function code");
    const Position clock = building.request("M0101", CommandKind::clock_sync);
    EXPECT_EQ(cause_of_failure(building, clock), "setting the clock takes a vendor function code");
}

TEST(Dispatcher, ClosesATrippedMeterWithoutForcingIt) {
    PolledBuilding building;
    building.poll();
    carry_out(building, "M0101", CommandKind::trip);
    carry_out(building, "M0101", CommandKind::close);
    EXPECT_TRUE(building.field().meter("M0101").true_state().is_relay_closed);
    EXPECT_FALSE(building.field().meter("M0101").true_state().forced.is_enabled);
    EXPECT_EQ(building.meter("M0101").supply, CommandKind::close);
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
