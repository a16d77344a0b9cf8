#include <algorithm>
#include <utility>

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
    const RawPeer peer(Transport::rtu_over_tcp, [](const Bytes&) {
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

/// Whatever function it is of: libmodbus knows how much it reads of each.
TEST(Exchanges, KeepAReplyToAQuestionThatNobodyAsked) {
    const std::vector<Bytes> replies{{9, 0, 2, 0x12, 0x34},    {9, 5, 0, 1, 0xFF, 0},
                                     {9, 6, 0, 1, 0x12, 0x34}, {9, 7, 0x6D},
                                     {9, 15, 0, 1, 0, 9},      {9, 16, 0, 1, 0, 2},
                                     {9, 17, 3, 7, 0xFF, 1},   {9, 22, 0, 4, 0, 0xF2, 0, 5},
                                     {9, 23, 4, 1, 2, 3, 4},   {9, 0x83, 2}};
    for (const Bytes& reply : replies) {
        RawPeer peer(Transport::rtu_over_tcp, [&](const Bytes&) { return peer.answer(reply); });
        Line line(peer.line(hasty_ms));
        ASSERT_FALSE(line.read(1, 0, 1));
        EXPECT_EQ(line.take_exchanges().back().heard, peer.framed(reply)) << int{reply[1]};
    }
}

TEST(Exchanges, SayHowLongNobodyAnswered) {
    const RawPeer peer(Transport::rtu_over_tcp, [](const Bytes&) { return std::vector<Piece>{}; });
    Line line(peer.line(hasty_ms));
    ASSERT_FALSE(line.read(1, 0, 1));
    ASSERT_FALSE(line.ask(read_request(any_meter, 0)));
    for (const Exchange& each : line.take_exchanges())
        EXPECT_GE(each.took, std::chrono::milliseconds(hasty_ms)) << each.fault;
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
    const RawPeer peer(Transport::rtu_over_tcp, [](const Bytes&) { return std::vector<Piece>{}; });
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

/// An order whose level and password are these four bytes, and what people are shown of it.
Telegram order_by(const Octets& password) {
    Telegram order{{0x12, 0, 0x15, 0x03, 0x23, 0x20}, control_code::relay, password};
    const Octets rest{0xA1, 0xA2, 0xA3, 0xA4, 0x1A, 0, 0x59, 0x59, 0x23, 0x15, 0x03, 0x26};
    order.body.insert(order.body.end(), rest.begin(), rest.end());
    return order;
}
const Telegram order = order_by({2, 0x12, 0x34, 0x56});
const Octets order_as_shown = to_wire(order_by({0, 0, 0, 0}));

/// What is kept as heard on a line that gives back these pieces when the order is said.
Octets kept_of(std::vector<Piece> pieces) {
    const RawPeer peer(Transport::rtu_over_tcp,
                       [&](const Bytes&) { return std::exchange(pieces, std::vector<Piece>{}); });
    Line line(peer.line(hasty_ms));
    (void)line.ask(order);
    return line.take_exchanges().back().heard;
}

TEST(Exchanges, OfDlt645ShowNoPasswordWhereTheLineEchoes) {
    Octets all = order_as_shown;
    const Octets reply = to_wire({order.address, control_code::relay | 0x80U, {}});
    all.insert(all.end(), reply.begin(), reply.end());
    const std::chrono::milliseconds at_once(0);
    EXPECT_EQ(kept_of({{at_once, to_wire(order)}, {at_once, reply}}), all);
    const std::chrono::milliseconds too_late(hasty_ms + hasty_ms / 2);
    EXPECT_EQ(kept_of({{too_late, to_wire(order)}}), order_as_shown);
}

TEST(Exchanges, OfDlt645ShowNoPasswordInAnEchoThatIsDamagedOrBreaksOff) {
    const Octets echo = to_wire(order);
    const Piece hangs_up{};
    for (std::size_t length = 1; length < echo.size(); ++length) {
        const auto of = static_cast<std::ptrdiff_t>(length);
        const Octets shown(order_as_shown.begin(), order_as_shown.begin() + of);
        EXPECT_EQ(kept_of({{{}, {echo.begin(), echo.begin() + of}}, hangs_up}), shown) << length;
    }
    constexpr std::size_t password = 16;  // behind four that wake, the head and the level
    Octets damaged(echo.begin() + 2, echo.end());
    damaged[password - 2] ^= 0x01U;
    EXPECT_EQ(kept_of({{{}, damaged}, hangs_up}),
              Octets(order_as_shown.begin() + 2, order_as_shown.end()));
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
