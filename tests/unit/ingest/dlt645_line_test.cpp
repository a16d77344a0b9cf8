#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "ingest/meter_talk.hpp"
#include "tests/unit/ingest/mixed_building.hpp"
#include "tests/unit/ingest/polled_building.hpp"

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told

bool was_read(const PolledBuilding& building, const std::string& meter) {
    return building.meter(meter).last_good.has_value();
}

bool is_confirmed(const PolledBuilding& building, Position command) {
    const auto all = building.facts<CommandConfirmed>();
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& each) { return each.command == command; });
}

TEST(Dlt645Line, IsReadBesideModbusOnOneBus) {
    PolledBuilding building(mixed_building());
    building.field().meter("M0102").set_balance(-1'850);
    building.field().meter("M0103").set_balance(2'000);
    building.poll();
    for (const metersim::MeterSpec& spec : building.field().building().meters) {
        ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, spec.id); }))
            << spec.id;
        const Registers read = building.meter(spec.id).last_good->registers;
        EXPECT_GE(read.total, 100'000U) << spec.id;
        EXPECT_EQ(read.rates.size(), 4U) << spec.id;
        EXPECT_EQ(read.ratio, static_cast<std::uint32_t>(spec.ct)) << spec.id;
    }
    EXPECT_TRUE(building.facts<ReadingQuarantined>().empty());
    EXPECT_TRUE(building.facts<ContactLost>().empty());
}

TEST(Dlt645Line, ShowsWhatIsLeftAndWhatIsOwedAsOneAmount) {
    PolledBuilding building(mixed_building());
    building.field().meter("M0102").set_balance(-1'850);
    building.field().meter("M0103").set_balance(2'000);
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return building.facts<ReadingRecorded>().size() >= 5; }));
    const std::map<MeterId, Money> shown{{MeterId("M0102"), Money{-18'500'000}},
                                         {MeterId("M0103"), Money{20'000'000}}};
    for (const auto& fact : building.facts<ReadingRecorded>()) {
        const auto amount = shown.find(fact.meter);
        if (amount == shown.end()) continue;
        EXPECT_EQ(fact.seen.remaining, amount->second);
        EXPECT_EQ(fact.seen.relay_closed, true);
    }
}

class Dlt645Relay : public testing::TestWithParam<const char*> {};

TEST_P(Dlt645Relay, IsTrippedKeptAndGivenBack) {
    PolledBuilding building(mixed_building());
    building.poll();
    const auto state = [&] { return building.field().meter(GetParam()).true_state(); };
    const auto carry_out = [&](CommandKind kind) {
        const Position command = building.request(GetParam(), kind);
        ASSERT_TRUE(PolledBuilding::comes_true([&] { return is_confirmed(building, command); }))
            << to_text(kind);
    };
    carry_out(CommandKind::trip);
    EXPECT_FALSE(state().is_relay_closed);
    carry_out(CommandKind::keep_power);
    EXPECT_TRUE(state().is_relay_closed);
    EXPECT_TRUE(state().forced.is_enabled);
    carry_out(CommandKind::restore_prepaid);
    EXPECT_TRUE(state().is_relay_closed);
    EXPECT_FALSE(state().forced.is_enabled);
}

INSTANTIATE_TEST_SUITE_P(Dlt645Line, Dlt645Relay, testing::Values("M0102", "M0103", "M0201"));

TEST(Dlt645Line, TakesNothingWrongFromANoisyBus) {
    PolledBuilding building(mixed_building());
    for (const char* fault : {"late:L01:0.1", "bad_crc:L01:0.1", "truncated:L01:0.05",
                              "wrong_slave:L01:0.05", "late:L02:0.1", "failure:L02:0.05"})
        building.field().set_fault(fault);
    building.poll();
    EXPECT_TRUE(
        PolledBuilding::comes_true([&] { return building.facts<ReadingRecorded>().size() > 60; }));
    EXPECT_TRUE(building.facts<ReadingQuarantined>().empty());
}

TEST(Dlt645Line, ReadsAnItemThatComesInPieces) {
    PolledBuilding building(mixed_building());
    building.field().set_fault("pieces:L01");
    building.poll();
    for (const char* meter : {"M0102", "M0103"}) {
        ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, meter); })) << meter;
        const Registers read = building.meter(meter).last_good->registers;
        EXPECT_EQ(read.rates.size(), 4U) << meter;
        EXPECT_GE(read.rates[3], 20'000U) << meter;  // what comes last
    }
    EXPECT_TRUE(building.facts<ReadingQuarantined>().empty());
}

TEST(Dlt645Line, ShowsItsPower) {
    PolledBuilding building(mixed_building());
    building.poll();
    EXPECT_TRUE(PolledBuilding::comes_true([&] {
        const auto all = building.facts<ReadingRecorded>();
        return std::any_of(all.begin(), all.end(), [](const ReadingRecorded& each) {
            return each.meter == MeterId("M0102") && each.seen.power_w.value_or(0) > 0;
        });
    }));
}

TEST(Dlt645Line, IsReadThoughItHasNoPowerAndNoClockToShow) {
    PolledBuilding building(mixed_building());
    Profile profile = built_in_profiles().at(ProfileId("dlt645-2007-1p"));
    for (Block& block : profile.blocks) {
        if (block.is_optional) block.address = 0x0EADBEEF;  // which no meter has
    }
    Line line(building.book().read(
        [](const State& state) { return state.lines.at(LineId("L01")).registered; }));
    const MeterRegistered meter = building.meter("M0102").registered;
    const auto face = read_face(line, {meter, profile}, true, 1);
    ASSERT_TRUE(face) << face.error().detail;
    EXPECT_GE(face->total, 100'000U);
    EXPECT_FALSE(face->power_w);
    EXPECT_FALSE(face->clock);
}

TEST(Dlt645Line, FailsACommandWhosePasswordIsWrongWithoutRepeatingIt) {
    PolledBuilding building(mixed_building());
    Profile stranger = built_in_profiles().at(ProfileId("dlt645-2007-1p"));
    stranger.access.password = 0x123456;
    Line line(building.book().read(
        [](const State& state) { return state.lines.at(LineId("L01")).registered; }));
    const MeterRegistered meter = building.meter("M0102").registered;
    const auto refused =
        send_order(line, {meter, stranger}, stranger.orders.at(CommandKind::trip), {});
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is_final());
    EXPECT_NE(refused.error().detail.find("wrong password"), std::string::npos);
    EXPECT_TRUE(building.field().meter("M0102").true_state().is_relay_closed);
}

TEST(Dlt645Line, AnOrderThatComesAfterItsDeadlineIsNotCarriedOut) {
    PolledBuilding building(mixed_building());
    const Profile profile = built_in_profiles().at(ProfileId("dlt645-2007-1p"));
    Line line(building.book().read(
        [](const State& state) { return state.lines.at(LineId("L01")).registered; }));
    const MeterRegistered meter = building.meter("M0102").registered;
    const WallTime long_ago{0x00, 0x00, 0x12, 0x15, 0x03, 0x26};
    EXPECT_FALSE(
        send_order(line, {meter, profile}, profile.orders.at(CommandKind::trip), long_ago));
    EXPECT_TRUE(building.field().meter("M0102").true_state().is_relay_closed);
}

TEST(Dlt645Line, PassesNoModbusGateway) {
    const LineRegistered gateway{
        LineId("L"), {}, Transport::modbus_tcp, "127.0.0.1:1", 9600, Parity::none, 1, 100, {}, 30};
    const auto reply = Line(gateway).ask(read_request(any_meter, 0));
    ASSERT_FALSE(reply);
    EXPECT_TRUE(reply.error().is_final());
}

}  // namespace
}  // namespace ingest
