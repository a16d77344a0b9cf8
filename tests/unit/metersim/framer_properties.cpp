#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tools/metersim/wire/framer.hpp"

namespace metersim {
namespace {

const Tick start = Tick{} + std::chrono::hours{1};

/// A request such as masters send: read or write, any unit, any address.
rc::Gen<Bytes> any_request_pdu() {
    return rc::gen::exec([] {
        const bool is_read = *rc::gen::arbitrary<bool>();
        Bytes pdu;
        pdu.push_back(is_read ? 0x03 : 0x10);
        append_word(pdu, *rc::gen::inRange(0, 0x10000));
        append_word(pdu, is_read ? *rc::gen::inRange(0, 0x10000) : 2);
        if (is_read) return pdu;
        pdu.push_back(4);
        append_word(pdu, *rc::gen::inRange(0, 0x10000));
        append_word(pdu, *rc::gen::inRange(0, 0x10000));
        return pdu;
    });
}

std::vector<Bytes> pdus_of(Framer& framer) {
    std::vector<Bytes> pdus;
    while (framer.has_request()) pdus.push_back(framer.take_request().pdu);
    return pdus;
}

/// Feeds the bytes in pieces of any size, without a pause.
void feed(Framer& framer, const Bytes& bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto size = *rc::gen::inRange<std::size_t>(1, bytes.size() - at + 1);
        framer.hear(BytesView{bytes}.subspan(at, size), start);
        at += size;
    }
}

RC_GTEST_PROP(RtuFramer, FindsRequestsHoweverTheBytesArrive, ()) {
    const auto pdus = *rc::gen::container<std::vector<Bytes>>(any_request_pdu());
    Bytes stream;
    for (const Bytes& pdu : pdus) {
        const Bytes frame = rtu_frame(7, pdu);
        stream.insert(stream.end(), frame.begin(), frame.end());
    }
    RtuFramer framer;
    feed(framer, stream);
    RC_ASSERT(pdus_of(framer) == pdus);
}

RC_GTEST_PROP(RtuFramer, HearsAGoodRequestAfterAnyNoiseAndSilence, (const Bytes& noise)) {
    RtuFramer framer;
    framer.hear(noise, start);
    framer.hear_silence(start + RtuFramer::silence);
    pdus_of(framer);
    const Bytes pdu = *any_request_pdu();
    framer.hear(rtu_frame(1, pdu), start + RtuFramer::silence);
    RC_ASSERT(pdus_of(framer) == std::vector<Bytes>{pdu});
}

RC_GTEST_PROP(RtuFramer, NeverTakesABrokenFrame, ()) {
    Bytes frame = rtu_frame(1, *any_request_pdu());
    const auto at = *rc::gen::inRange<std::size_t>(2, frame.size());  // unit and function stay
    RC_PRE(at != 6);  // the byte count changes the length, not the sum
    frame[at] = static_cast<std::uint8_t>(frame[at] ^ 0x40);
    RtuFramer framer;
    framer.hear(frame, start);
    framer.hear_silence(start + RtuFramer::silence);
    RC_ASSERT(!framer.has_request());
}

TEST(RtuFramer, EndsAFrameOfAnUnknownFunctionWithSilence) {
    RtuFramer framer;
    framer.hear(rtu_frame(1, Bytes{0x20, 0x01, 0x00, 0x00, 0x04}), start);
    EXPECT_FALSE(framer.has_request());
    ASSERT_TRUE(framer.wakes_at());
    framer.hear_silence(*framer.wakes_at());
    ASSERT_TRUE(framer.has_request());
    EXPECT_EQ(framer.take_request().pdu[0], 0x20);
}

TEST(RtuFramer, ForgetsHalfAFrameAfterSilence) {
    RtuFramer framer;
    framer.hear(Bytes{0x01, 0x03, 0x02}, start);
    const Bytes whole = rtu_frame(1, Bytes{0x03, 0x02, 0x00, 0x00, 0x30});
    framer.hear(whole, start + RtuFramer::silence);
    EXPECT_EQ(pdus_of(framer).size(), 1U);
}

RC_GTEST_PROP(MbapFramer, FindsRequestsHoweverTheBytesArrive, (std::uint16_t transaction)) {
    const auto pdus = *rc::gen::container<std::vector<Bytes>>(any_request_pdu());
    Bytes stream;
    for (const Bytes& pdu : pdus) {
        const Bytes frame = mbap_frame(transaction, 7, pdu);
        stream.insert(stream.end(), frame.begin(), frame.end());
    }
    MbapFramer framer;
    feed(framer, stream);
    RC_ASSERT(pdus_of(framer) == pdus);
    RC_ASSERT(!framer.is_lost());
}

RC_GTEST_PROP(MbapFramer, TakesAnyBytesWithoutHarm, (const Bytes& noise)) {
    MbapFramer framer;
    feed(framer, noise);
    for (const Bytes& pdu : pdus_of(framer)) RC_ASSERT(!pdu.empty());
}

TEST(MbapFramer, GivesUpOnAStreamThatIsNotModbus) {
    MbapFramer framer;
    framer.hear(Bytes{'G', 'E', 'T', ' ', '/', ' ', 'H'}, start);
    EXPECT_TRUE(framer.is_lost());
}

}  // namespace
}  // namespace metersim
