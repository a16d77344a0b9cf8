#include "tools/metersim/wire/frames.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace metersim {
namespace {

const Bytes read_live_block{0x01, 0x03, 0x02, 0x00, 0x00, 0x30, 0x44, 0x66};
const Bytes forced_trip{0x01, 0x10, 0x00, 0x57, 0x00, 0x02, 0x04,
                        0x00, 0x01, 0x00, 0x01, 0x27, 0x75};
const Bytes forced_close{0x01, 0x10, 0x00, 0x57, 0x00, 0x02, 0x04,
                         0x00, 0x01, 0x00, 0x00, 0xE6, 0xB5};
const Bytes forced_off{0x01, 0x10, 0x00, 0x57, 0x00, 0x02, 0x04,
                       0x00, 0x00, 0x00, 0x01, 0x76, 0xB5};
const Bytes write_acknowledged{0x01, 0x10, 0x00, 0x57, 0x00, 0x02, 0xF0, 0x18};
const Bytes address_refused{0x01, 0x83, 0x02, 0xC0, 0xF1};
const Bytes manual_example{0x01, 0x03, 0x0C, 0x12, 0x01, 0x08, 0x0A, 0x01, 0x01,
                           0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x23};

TEST(Crc, AgreesWithPublishedFrames) {
    for (const Bytes& frame : {read_live_block, forced_trip, forced_close, forced_off,
                               write_acknowledged, address_refused, manual_example}) {
        EXPECT_TRUE(has_good_crc(frame));
        EXPECT_EQ(rtu_frame(frame[0], BytesView{frame}.subspan(1, frame.size() - 3)), frame);
    }
}

RC_GTEST_PROP(Crc, HoldsForEveryFrameThatIsBuilt, (std::uint8_t unit, const Bytes& pdu)) {
    RC_PRE(!pdu.empty());
    RC_ASSERT(has_good_crc(rtu_frame(unit, pdu)));
}

RC_GTEST_PROP(Crc, NoticesEveryFlippedBit, (std::uint8_t unit, const Bytes& pdu)) {
    RC_PRE(!pdu.empty());
    Bytes frame = rtu_frame(unit, pdu);
    const auto bit = *rc::gen::inRange<std::size_t>(0, frame.size() * 8);
    frame[bit / 8] = static_cast<std::uint8_t>(frame[bit / 8] ^ (1U << (bit % 8)));
    RC_ASSERT(!has_good_crc(frame));
}

TEST(MbapFrame, CarriesTransactionLengthAndUnit) {
    const Bytes pdu{0x03, 0x00, 0x00, 0x00, 0x02};
    const Bytes expected{0x12, 0x34, 0x00, 0x00, 0x00, 0x06, 0x2B, 0x03, 0x00, 0x00, 0x00, 0x02};
    EXPECT_EQ(mbap_frame(0x1234, 43, pdu), expected);
}

}  // namespace
}  // namespace metersim
