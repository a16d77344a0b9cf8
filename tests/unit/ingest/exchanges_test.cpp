#include <algorithm>

#include <gtest/gtest.h>

#include "ingest/frames.hpp"
#include "ingest/line.hpp"
#include "tests/unit/ingest/raw_peer.hpp"

// What a line keeps of what was said on it, for people.

namespace ingest {
namespace {

using ledger::Transport;

constexpr int patient_ms = 2'000;
constexpr int hasty_ms = 40;

TEST(Exchanges, AreWhatTravelledByteForByte) {
    RawPeer peer(Transport::rtu_over_tcp, [&peer](const Bytes& request) {
        return peer.answer(registers_reply(request, {0x1234, 0x5678}));
    });
    Line line(peer.line(patient_ms));
    ASSERT_TRUE(line.read(7, 0x0200, 2));
    const auto exchanges = line.take_exchanges();
    ASSERT_EQ(exchanges.size(), 1U);
    EXPECT_EQ(exchanges[0].said, peer.framed({7, 3, 2, 0, 0, 2}));
    EXPECT_EQ(exchanges[0].heard, peer.framed({7, 3, 4, 0x12, 0x34, 0x56, 0x78}));
    EXPECT_EQ(exchanges[0].fault, "");
    EXPECT_TRUE(line.take_exchanges().empty()) << "they are taken once";
}

TEST(Exchanges, OfModbusTcpHaveItsHead) {
    RawPeer peer(Transport::modbus_tcp, [&peer](const Bytes& request) {
        return peer.answer(registers_reply(request, {0x1234}));
    });
    Line line(peer.line(patient_ms));
    ASSERT_TRUE(line.read(7, 0x0200, 1));
    const auto exchange = line.take_exchanges().back();
    EXPECT_EQ(exchange.said, (Octets{0, 1, 0, 0, 0, 6, 7, 3, 2, 0, 0, 1}));
    EXPECT_EQ(exchange.heard, (Octets{0, 1, 0, 0, 0, 5, 7, 3, 2, 0x12, 0x34}));
}

TEST(Exchanges, KeepAReplyWithABadChecksumAndWhatFollowsIt) {
    Octets sent;
    RawPeer peer(Transport::rtu_over_tcp, [&](const Bytes& request) {
        sent = peer.framed(registers_reply(request, {0x1234}));
        sent.back() ^= 0x01U;
        sent.push_back(0x99);
        return std::vector<Piece>{{std::chrono::milliseconds(0), sent}};
    });
    Line line(peer.line(hasty_ms));
    ASSERT_FALSE(line.read(1, 0, 1));
    const auto exchange = line.take_exchanges().back();
    EXPECT_EQ(exchange.heard, sent);
    EXPECT_EQ(exchange.fault, "Invalid CRC");
}

TEST(Exchanges, KeepAReplyThatBrokeOff) {
    RawPeer peer(Transport::rtu_over_tcp, [](const Bytes&) {
        return std::vector<Piece>{{std::chrono::milliseconds(0), {1, 3, 4, 0x12}}};
    });
    Line line(peer.line(hasty_ms));
    ASSERT_FALSE(line.read(1, 0, 2));
    const auto exchange = line.take_exchanges().back();
    EXPECT_EQ(exchange.heard, (Octets{1, 3, 4, 0x12}));
    EXPECT_NE(exchange.fault, "");
}

TEST(Exchanges, KeepWhatAnotherMeterAnswered) {
    RawPeer peer(Transport::rtu_over_tcp, [&peer](const Bytes& request) {
        Bytes reply = registers_reply(request, {0x1234});
        reply[0] = 9;
        return peer.answer(reply);
    });
    Line line(peer.line(hasty_ms));
    ASSERT_FALSE(line.read(1, 0, 1));
    EXPECT_EQ(line.take_exchanges().back().heard, peer.framed({9, 3, 2, 0x12, 0x34}));
}

TEST(Exchanges, AreAFewDozenAtMost) {
    RawPeer peer(Transport::rtu_over_tcp, [&peer](const Bytes& request) {
        return peer.answer(registers_reply(request, {0}));
    });
    Line line(peer.line(patient_ms));
    for (std::uint16_t address = 0; address < 50; ++address) ASSERT_TRUE(line.read(1, address, 1));
    const auto exchanges = line.take_exchanges();
    EXPECT_EQ(exchanges.size(), 32U);
    EXPECT_EQ(exchanges.back().said[3], 49) << "the newest are kept";
}

TEST(Exchanges, OfDlt645ShowNoPassword) {
    RawPeer peer(Transport::rtu_over_tcp, [](const Bytes&) { return std::vector<Piece>{}; });
    Line line(peer.line(hasty_ms));
    const Octets order{2, 0x12, 0x34, 0x56, 0xA1, 0xA2, 0xA3, 0xA4, 0x1A, 0};
    Octets shown = order;
    std::fill_n(shown.begin(), 4, std::uint8_t{0});
    (void)line.ask({any_meter, control_code::relay, order});
    EXPECT_EQ(line.take_exchanges().back().said, to_wire({any_meter, control_code::relay, shown}));
    Octets setting{0x01, 0x01, 0x00, 0x04};
    Octets hidden = setting;
    setting.insert(setting.end(), order.begin(), order.end());
    hidden.insert(hidden.end(), shown.begin(), shown.end());
    (void)line.ask({any_meter, control_code::write, setting});
    EXPECT_EQ(line.take_exchanges().back().said, to_wire({any_meter, control_code::write, hidden}));
}

TEST(Frames, KeepTheNewestHundredOfEachLine) {
    Frames frames;
    const ledger::LineId line("L1");
    for (std::uint8_t i = 0; i < 150; ++i)
        frames.add(line, ledger::MeterId("M1"), {}, {{{i}, {}, "", {}}});
    frames.add(ledger::LineId("L2"), ledger::MeterId("M2"), {}, {{{1}, {}, "", {}}});
    const auto kept = frames.of(line);
    ASSERT_EQ(kept.size(), 100U);
    EXPECT_EQ(kept.front().exchange.said, Octets{50});
    EXPECT_EQ(kept.back().exchange.said, Octets{149});
    EXPECT_EQ(frames.of(ledger::LineId("L2")).size(), 1U);
    EXPECT_TRUE(frames.of(ledger::LineId("L3")).empty());
}

}  // namespace
}  // namespace ingest
