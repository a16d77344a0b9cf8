#include <csignal>
#include <numeric>

#include <gtest/gtest.h>

#include "ingest/meter_talk.hpp"
#include "tests/fault/program.hpp"

// Our master and slaves that other people wrote.

namespace {

using namespace ingest;  // NOLINT(google-build-using-namespace): a test of it
using ledger::Transport;

const std::string folder = std::string(METERBOOK_SOURCE) + "/tests/peers/";

/// Registers of a DDSY1352: 10234.56 kWh in four rates, -5.20 yuan, 17 purchases, its relay closed;
/// by their addresses, independent of the profile.
const std::map<std::uint16_t, std::uint16_t> meter_registers{
    {0x0043, 0x2024}, {0x0044, 0x0601}, {0x0045, 0x0101}, {0x0200, 7},      {0x020A, 1'123},
    {0x0213, 1},      {0x0214, 1},      {0x0215, 0x000F}, {0x0216, 0x9DE0}, {0x0217, 0x0001},
    {0x0218, 0x86A0}, {0x0219, 0x0004}, {0x021A, 0x93E0}, {0x021B, 0x0006}, {0x021C, 0x1A80},
    {0x021D, 0x0003}, {0x021E, 0x68E0}, {0x021F, 0xFFFF}, {0x0220, 0xFDF8}, {0x0221, 17},
    {0x0224, 0x2060}};

struct Peer {
    const char* name;
    std::vector<std::string> program;
    Transport transport;
};

std::vector<std::string> command_of(const Peer& peer) {
    std::vector<std::string> words = peer.program;
    for (const auto& [address, value] : meter_registers)
        words.push_back(std::to_string(address) + "=" + std::to_string(value));
    return words;
}

class OtherHands : public testing::TestWithParam<Peer> {
protected:
    OtherHands() : slave_(command_of(GetParam())), line_(settings()) {}

    Program slave_;
    Line line_;
    ledger::MeterRegistered meter_ = [] {
        ledger::MeterRegistered meter{};
        meter.unit = 1;
        meter.number = "202406010101";
        return meter;
    }();
    Profile profile_ = built_in_profiles().at(ledger::ProfileId("acrel-ddsy1352"));

private:
    ledger::LineRegistered settings() {
        const std::string port = slave_.read_line();
        if (port.empty())
            throw std::runtime_error(
                std::string(GetParam().name) +
                " does not start: tools/setup installs it: " + slave_.end().err);
        return {ledger::LineId("L"),
                {},
                GetParam().transport,
                "127.0.0.1:" + port,
                9600,
                ledger::Parity::none,
                1,
                2'000,
                {},
                30};
    }
};

TEST_P(OtherHands, ShowUsAMeterAsWeReadIt) {
    const auto face = read_face(line_, {meter_, profile_}, true, 1);
    ASSERT_TRUE(face) << face.error().detail;
    EXPECT_EQ(face->total, 1'023'456U);
    EXPECT_EQ(face->rates, (std::vector<std::uint64_t>{100'000, 300'000, 400'000, 223'456}));
    EXPECT_EQ(face->remaining, ledger::Money{-5'200'000});
    EXPECT_EQ(face->purchase_count, 17U);
    EXPECT_EQ(face->relay_closed, true);
    EXPECT_EQ(face->number, "202406010101");
    EXPECT_EQ(face->power_w, 1'123);
    EXPECT_TRUE(face->is_expected_type);
}

TEST_P(OtherHands, TakeWhatWeWriteAndGiveItBack) {
    for (const int wanted : {1, 2, 100, 123}) {
        const auto count = static_cast<std::uint16_t>(wanted);
        std::vector<std::uint16_t> values(count);
        std::iota(values.begin(), values.end(), static_cast<std::uint16_t>(0x1200 + count));
        ASSERT_TRUE(line_.write(1, 0x0300, values)) << count;
        const auto words = line_.read(1, 0x0300, count);
        ASSERT_TRUE(words) << words.error().detail;
        EXPECT_EQ(*words, values);
    }
}

TEST_P(OtherHands, UnderstandTheRelayOrdersOfAProfile) {
    for (const auto& [kind, order] : profile_.orders) {
        ASSERT_TRUE(send_order(line_, {meter_, profile_}, order, {})) << to_text(kind);
        const auto words = line_.read(1, 0x0057, 2);
        ASSERT_TRUE(words);
        EXPECT_EQ(*words, order.values) << to_text(kind);
    }
}

TEST_P(OtherHands, RefuseARegisterThatIsNotThereWithAnExceptionThatWeKnow) {
    const auto words = line_.read(1, 0x7000, 2);
    ASSERT_FALSE(words);
    EXPECT_EQ(words.error().exception, 2);
    EXPECT_TRUE(words.error().is_final());
    EXPECT_TRUE(line_.read(1, 0x0200, 125)) << "the line goes on";
}

TEST_P(OtherHands, AnswerManyQuestionsInARow) {
    for (int i = 0; i < 300; ++i) {
        const std::uint16_t unit = i % 2 == 0 ? 1 : 2;
        const auto words = line_.read(unit, 0x0221, 1);
        ASSERT_TRUE(words) << i << ": " << words.error().detail;
        ASSERT_EQ(words->front(), 17);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Peers, OtherHands,
    testing::Values(
        Peer{"PymodbusTcp",
             {"/usr/bin/python3", folder + "pymodbus_slave.py", "modbus_tcp"},
             Transport::modbus_tcp},
        Peer{"PymodbusRtuOverTcp",
             {"/usr/bin/python3", folder + "pymodbus_slave.py", "rtu_over_tcp"},
             Transport::rtu_over_tcp},
        Peer{"ModbusSerial", {"node", folder + "modbus_serial_slave.js"}, Transport::modbus_tcp}),
    [](const auto& peer) { return std::string(peer.param.name); });

}  // namespace
