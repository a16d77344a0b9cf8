#include "tools/metersim/wire/fault.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <modbus.h>
#include <poll.h>

#include "tests/unit/metersim/modbus_master.hpp"
#include "tools/metersim/wire/frames.hpp"

namespace metersim {
namespace {

using std::chrono::milliseconds;

constexpr int total = 0x0000;

Options quick() {
    Options options;
    options.start = read_instant("2026-03-16T04:00:00Z");
    options.speed = 0;
    options.late_by = milliseconds{500};
    return options;
}

/// A small building and a master on its serial server.
class FaultOnAWire : public testing::Test {
protected:
    FaultOnAWire() { master_.wait_for_replies(milliseconds{300}); }

    void expect_trouble(int trouble) {
        EXPECT_FALSE(master_.read(1, total, 2));
        EXPECT_EQ(master_.trouble, trouble) << modbus_strerror(master_.trouble);
    }

    std::optional<std::int64_t> energy(int unit = 1) {
        const auto words = master_.read(unit, total, 2);
        if (!words) return std::nullopt;
        return (*words)[0] * 65536LL + (*words)[1];
    }

    Simulation simulation_{small_building(), quick()};
    ModbusMaster master_{simulation_, "L01"};
};

TEST_F(FaultOnAWire, SilenceIsATimeoutAndHitsOnlyItsUnit) {
    simulation_.set_fault("silence:L01/1");
    expect_trouble(ETIMEDOUT);
    EXPECT_TRUE(energy(2));
    simulation_.clear_faults("M0101");
    EXPECT_TRUE(energy(1));
}

TEST_F(FaultOnAWire, NextHitsThatManyRequests) {
    simulation_.set_fault("silence:M0101:next=2");
    expect_trouble(ETIMEDOUT);
    expect_trouble(ETIMEDOUT);
    EXPECT_TRUE(energy());
}

TEST_F(FaultOnAWire, OfALineHitsAllItsMeters) {
    simulation_.set_fault("busy:L01");
    for (const int unit : {1, 2, 3}) EXPECT_FALSE(energy(unit));
    simulation_.clear_faults();
    for (const int unit : {1, 2, 3}) EXPECT_TRUE(energy(unit));
}

TEST_F(FaultOnAWire, BadCrcIsNoticed) {
    simulation_.set_fault("bad_crc:L01/1:next=1");
    expect_trouble(EMBBADCRC);
    EXPECT_TRUE(energy());
}

TEST_F(FaultOnAWire, WrongSlaveIsNoticed) {
    simulation_.set_fault("wrong_slave:L01/1:next=1");
    expect_trouble(EMBBADSLAVE);
}

TEST_F(FaultOnAWire, TruncatedReplyIsATimeout) {
    simulation_.set_fault("truncated:L01/1:next=1");
    expect_trouble(ETIMEDOUT);
}

TEST_F(FaultOnAWire, ExceptionsHaveTheirCodes) {
    simulation_.set_fault("failure:L01/1:next=1");
    expect_trouble(EMBXSFAIL);
    simulation_.set_fault("busy:L01/1:next=1");
    expect_trouble(EMBXSBUSY);
    simulation_.set_fault("gateway:L01/1:next=1");
    expect_trouble(EMBXGTAR);
    EXPECT_TRUE(energy());
}

TEST_F(FaultOnAWire, LateReplyArrivesAfterTheMasterGaveUp) {
    const TcpClient client{simulation_.port("L01")};
    const Bytes slow = rtu_frame(1, Bytes{0x03, 0x00, 0x57, 0, 2});
    const Bytes quick_one = rtu_frame(2, Bytes{0x03, 0x00, 0x57, 0, 2});
    simulation_.set_fault("late:L01/1:next=1");
    client.send({slow.begin(), slow.end()});
    client.send({quick_one.begin(), quick_one.end()});
    const std::string replies = client.receive(18);
    ASSERT_EQ(replies.size(), 18U);
    EXPECT_EQ(replies[0], 2);  // the other meter does not wait for it
    EXPECT_EQ(replies[9], 1);
}

TEST_F(FaultOnAWire, LateReplyIsTakenAsTheNextAnswerByAMasterThatDoesNotDrain) {
    simulation_.set_fault("late:L01/1:next=1");
    EXPECT_FALSE(master_.read(1, 0x0213, 2));  // pt 1, ct 1
    EXPECT_EQ(master_.trouble, ETIMEDOUT);
    pollfd late{.fd = master_.socket(), .events = POLLIN, .revents = 0};
    ASSERT_EQ(::poll(&late, 1, 5000), 1);
    const auto number = master_.read(1, 0x0043, 2);
    ASSERT_TRUE(number);
    EXPECT_EQ(*number, (std::vector<std::uint16_t>{1, 1}));
}

TEST_F(FaultOnAWire, LostReplyHidesACommandThatWasCarriedOut) {
    simulation_.set_fault("lost_reply:L01/1:next=1");
    EXPECT_FALSE(master_.write(1, 0x0057, {1, 1}));
    EXPECT_EQ(master_.trouble, ETIMEDOUT);
    EXPECT_FALSE(simulation_.meter("M0101").true_state().is_relay_closed);
}

TEST_F(FaultOnAWire, SilenceLeavesACommandUndone) {
    simulation_.set_fault("silence:L01/1:next=1");
    EXPECT_FALSE(master_.write(1, 0x0057, {1, 1}));
    EXPECT_TRUE(simulation_.meter("M0101").true_state().is_relay_closed);
}

TEST_F(FaultOnAWire, ZeroReadingAndSpikeDistortOneReplyAndNotTheTruth) {
    simulation_.set_fault("zero_reading:L01/1:next=1");
    EXPECT_EQ(energy(), 0);
    EXPECT_EQ(energy(), 100'000);
    simulation_.set_fault("spike:L01/1:next=1");
    EXPECT_EQ(energy(), 10'100'000);
    EXPECT_EQ(energy(), 100'000);
}

TEST_F(FaultOnAWire, RolloverBringsTheRegisterToItsEnd) {
    simulation_.set_fault("rollover:L01/1");
    EXPECT_EQ(energy(), 4'294'967'290);
    simulation_.jump(std::chrono::hours{1});
    EXPECT_LT(*energy(), 1'000);
    EXPECT_GT(*energy(), 0);
}

TEST_F(FaultOnAWire, ResetStartsTheRegisterAgain) {
    simulation_.set_fault("reset:L01/1");
    EXPECT_EQ(energy(), 0);
    simulation_.jump(std::chrono::hours{1});
    EXPECT_LT(*energy(), 1'000);
    EXPECT_GT(*energy(), 0);
}

TEST_F(FaultOnAWire, RelayStuckAcknowledgesAndDoesNotMove) {
    simulation_.set_fault("relay_stuck:L01/1:next=1");
    EXPECT_TRUE(energy());  // a reading is no occasion for it
    EXPECT_TRUE(master_.write(1, 0x0057, {1, 1}));
    EXPECT_TRUE(simulation_.meter("M0101").true_state().is_relay_closed);
    EXPECT_TRUE(master_.write(1, 0x0057, {1, 1}));
    EXPECT_FALSE(simulation_.meter("M0101").true_state().is_relay_closed);
}

TEST_F(FaultOnAWire, DisconnectHangsUpAndTakesNewConnections) {
    simulation_.set_fault("disconnect:L01/1:next=1");
    EXPECT_FALSE(energy());
    ModbusMaster again{simulation_, "L01"};
    EXPECT_TRUE(again.read(1, total, 2));
}

TEST_F(FaultOnAWire, IsRefusedWhereItCannotBe) {
    EXPECT_THROW(simulation_.set_fault("bad_crc:L02"), std::invalid_argument);
    EXPECT_THROW(simulation_.set_fault("disconnect:L03"), std::invalid_argument);
    EXPECT_THROW(simulation_.set_fault("silence:L09"), std::invalid_argument);
    EXPECT_THROW(simulation_.set_fault("silence:L01/99"), std::invalid_argument);
    EXPECT_THROW(simulation_.set_fault("silence:L01/x"), std::invalid_argument);
    EXPECT_THROW(simulation_.set_fault("silence:M9999"), std::invalid_argument);
}

TEST(Faults, OnModbusTcpSpoilTheFrame) {
    Simulation simulation{small_building(), quick()};
    ModbusMaster master{simulation, "L02"};
    master.wait_for_replies(milliseconds{100});
    simulation.set_fault("truncated:L02/37:next=1");
    EXPECT_FALSE(master.read(37, 0x035E, 2));
    simulation.set_fault("wrong_slave:L02/37:next=1");
    const TcpClient client{simulation.port("L02")};  // libmodbus does not look at the unit here
    const Bytes question = mbap_frame(1, 37, Bytes{0x03, 0x03, 0x66, 0, 1});
    client.send({question.begin(), question.end()});
    const Bytes answer = mbap_frame(1, 38, Bytes{0x03, 0x02, 0, 0});
    EXPECT_EQ(client.receive(answer.size()), std::string(answer.begin(), answer.end()));
}

TEST(Faults, OfAChanceComeAboutThatOftenAndTheSameForOneSeed) {
    const auto pattern = [](std::uint64_t seed) {
        Faults faults{seed};
        faults.arm(FaultKind::silence, 1, Dose::chance(100'000));
        std::vector<bool> hits;
        for (int round = 0; round < 10'000; ++round) {
            hits.push_back(faults.fires(FaultKind::silence, 1));
        }
        return hits;
    };
    const auto hits = pattern(1);
    EXPECT_NEAR(static_cast<double>(std::ranges::count(hits, true)), 1'000, 150);
    EXPECT_EQ(hits, pattern(1));
    EXPECT_NE(hits, pattern(2));
}

TEST(Faults, AreReadAsKindTargetAndDose) {
    const auto reads = [](std::string_view text, const Fault& fault) {
        EXPECT_EQ(read_fault(text), fault) << text;
    };
    reads("silence:L01/3:0.1", {FaultKind::silence, "L01/3", Dose::chance(100'000)});
    reads("late:M0103:next=3", {FaultKind::late, "M0103", Dose::times(3)});
    reads("spike:L01:always", {FaultKind::spike, "L01", Dose::always()});
    reads("busy:L01", {FaultKind::busy, "L01", Dose::always()});
    reads("reset:L01/1", {FaultKind::reset, "L01/1", Dose::times(1)});
}

TEST(Faults, OfAnotherShapeAreRefused) {
    for (const char* text :
         {"", "silence", "noise:L01", "silence:L01:2", "silence:L01:-0.1", "silence:L01:next=0",
          "silence:L01:next=x", "silence:L01:0.12345678", "silence:L01:always:1"}) {
        EXPECT_THROW(read_fault(text), std::invalid_argument) << text;
    }
}

}  // namespace
}  // namespace metersim
