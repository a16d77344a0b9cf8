#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/edge/frame.hpp"
#include "ingest/edge/messages.hpp"
#include "ledger/journal/big_endian.hpp"

namespace edge {
namespace {

using ledger::Bytes;

Bytes any_payload() {
    const auto bytes = *rc::gen::container<Bytes>(rc::gen::arbitrary<char>());
    return bytes.empty() ? Bytes(1, 'x') : bytes;
}

/// The payloads that a reader cuts out of a stream that comes in pieces of this size.
std::vector<Bytes> read_in_pieces(const Bytes& stream, std::size_t piece) {
    PacketReader reader;
    std::vector<Bytes> payloads;
    for (std::size_t at = 0; at < stream.size(); at += piece) {
        reader.feed(ledger::BytesView(stream).substr(at, piece));
        while (auto payload = reader.next()) payloads.push_back(std::move(*payload));
    }
    return payloads;
}

RC_GTEST_PROP(PacketReader, FindsWhatWasSentHoweverItIsCut, ()) {
    std::vector<Bytes> sent;
    const int count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) sent.push_back(any_payload());
    Bytes stream;
    for (const Bytes& each : sent) stream += packet(each);
    RC_ASSERT(read_in_pieces(stream, *rc::gen::inRange<std::size_t>(1, 40)) == sent);
}

RC_GTEST_PROP(PacketReader, TakesAnyBytesAndHoldsNoMoreThanItAllows, (const std::string& bytes)) {
    PacketReader reader;
    try {
        reader.feed(bytes);
        while (const auto payload = reader.next())
            RC_ASSERT((!payload->empty() && payload->size() <= most_greeting_bytes));
    } catch (const BadFrame& bad) {
        RC_ASSERT(!std::string(bad.what()).empty());
    }
}

TEST(PacketReader, RefusesALengthBeyondWhatIsAllowedBeforeItsBytesCome) {
    PacketReader reader;
    Bytes length;
    ledger::put_big_endian<std::uint32_t>(most_greeting_bytes + 1, length);
    reader.feed(length);
    EXPECT_THROW((void)reader.next(), BadFrame);
    reader.allow(most_frame_bytes);
    EXPECT_EQ(reader.next(), std::nullopt);
}

TEST(PacketReader, RefusesAnEmptyFrame) {
    PacketReader reader;
    reader.feed(Bytes(4, '\0'));
    EXPECT_THROW((void)reader.next(), BadFrame);
}

RC_GTEST_PROP(Message, AnyBytesAreOneOrABadFrame, (const std::string& bytes)) {
    try {
        const Frame frame = frame_in(bytes);
        if (frame.kind == Kind::facts) (void)message_in<Facts>(frame);
        if (frame.kind == Kind::taken) (void)message_in<Taken>(frame);
        if (frame.kind == Kind::hello) (void)message_in<Hello>(frame);
    } catch (const BadFrame& bad) {
        RC_ASSERT(!std::string(bad.what()).empty());
    }
}

TEST(Message, SaysOnTheOtherSideWhatItSaidOnThis) {
    const Hello hello{protocol, ledger::GatewayId("G1"), "00ff", 7, {12}, "0.1.0"};
    EXPECT_EQ(message_in<Hello>(frame_in(payload_of(frame_of(hello)))), hello);
    const Tick tick{{5}, -3, 4, 9};
    EXPECT_EQ(message_in<Tick>(frame_of(tick)), tick);
    const Taken taken{9, {3}, {{8, "no"}}};
    EXPECT_EQ(message_in<Taken>(frame_of(taken)), taken);
    EXPECT_THROW((void)message_in<Hello>(frame_of(taken)), BadFrame);
}

}  // namespace
}  // namespace edge
