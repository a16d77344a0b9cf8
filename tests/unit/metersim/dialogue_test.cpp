#include "tools/metersim/wire/dialogue.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/metersim/frozen_meter.hpp"

namespace metersim {
namespace {

bool never(FaultKind) { return false; }

Bytes ask(FrozenMeter& frozen, const Bytes& pdu) { return answer(frozen.meter, pdu, never); }

Bytes read_pdu(int first, int count) {
    Bytes pdu{0x03};
    append_word(pdu, first);
    append_word(pdu, count);
    return pdu;
}

TEST(Dialogue, AcknowledgesAWriteWithItsAddressAndCount) {
    FrozenMeter frozen{office()};
    const Bytes trip{0x10, 0x00, 0x57, 0x00, 0x02, 0x04, 0x00, 0x01, 0x00, 0x01};
    EXPECT_EQ(ask(frozen, trip), (Bytes{0x10, 0x00, 0x57, 0x00, 0x02}));
    EXPECT_EQ(rtu_frame(1, ask(frozen, trip)),
              (Bytes{0x01, 0x10, 0x00, 0x57, 0x00, 0x02, 0xF0, 0x18}));
}

TEST(Dialogue, RefusesEveryFunctionButReadAndWriteMultiple) {
    FrozenMeter frozen{office()};
    for (int function = 0; function < 0x80; ++function) {
        if (function == 0x03 || function == 0x10) continue;
        const auto code = static_cast<std::uint8_t>(function);
        const Bytes refusal{static_cast<std::uint8_t>(code | 0x80), 0x01};
        EXPECT_EQ(ask(frozen, {code, 0x00, 0x00, 0x00, 0x01}), refusal);
    }
}

TEST(Dialogue, RefusesAddressesThatDoNotExist) {
    FrozenMeter frozen{office()};
    EXPECT_EQ(rtu_frame(1, ask(frozen, read_pdu(0x7000, 2))),
              (Bytes{0x01, 0x83, 0x02, 0xC0, 0xF1}));
    EXPECT_EQ(ask(frozen, read_pdu(0x022F, 2)), (Bytes{0x83, 0x02}));
    EXPECT_EQ(ask(frozen, read_pdu(0xFFFF, 2)), (Bytes{0x83, 0x02}));
}

TEST(Dialogue, RefusesCountsThatNoFrameCanCarry) {
    FrozenMeter frozen{office()};
    EXPECT_EQ(ask(frozen, read_pdu(0x0200, 0)), (Bytes{0x83, 0x03}));
    EXPECT_EQ(ask(frozen, read_pdu(0x0200, 126)), (Bytes{0x83, 0x03}));
    EXPECT_EQ(ask(frozen, {0x10, 0x00, 0x57, 0x00, 0x02, 0x02, 0x00, 0x01}), (Bytes{0x90, 0x03}));
}

TEST(Dialogue, RefusesWritesToWhatIsOnlyShown) {
    FrozenMeter frozen{office()};
    EXPECT_EQ(ask(frozen, {0x10, 0x02, 0x1F, 0x00, 0x02, 0x04, 0, 0, 0xFF, 0xFF}),
              (Bytes{0x90, 0x02}));
    FrozenMeter plain{*small_building().meter("M0301")};
    EXPECT_EQ(ask(plain, {0x10, 0x00, 0x57, 0x00, 0x02, 0x04, 0, 1, 0, 1}), (Bytes{0x90, 0x02}));
}

TEST(Dialogue, RefusesForcedControlOtherThanZeroAndOne) {
    FrozenMeter frozen{office()};
    EXPECT_EQ(ask(frozen, {0x10, 0x00, 0x57, 0x00, 0x02, 0x04, 0, 2, 0, 1}), (Bytes{0x90, 0x03}));
    EXPECT_TRUE(frozen.meter.true_state().is_relay_closed);
}

RC_GTEST_PROP(Dialogue, AnswersAnyBytesWithAReplyThatFitsAFrame, (const Bytes& pdu)) {
    for (const MeterSpec& spec : small_building().meters) {
        FrozenMeter frozen{spec};
        const Bytes reply = ask(frozen, pdu);
        RC_ASSERT((reply.size() >= 2 && reply.size() <= 253));
    }
}

RC_GTEST_PROP(Dialogue, AnswersAnyReadOfAnyMeter, (std::uint16_t first)) {
    const auto count = *rc::gen::inRange(1, 126);
    for (const MeterSpec& spec : small_building().meters) {
        FrozenMeter frozen{spec};
        const Bytes reply = ask(frozen, read_pdu(first, count));
        const bool is_refusal = reply == Bytes{0x83, 0x02};
        RC_ASSERT((is_refusal || reply.size() == 2 + 2 * static_cast<std::size_t>(count)));
    }
}

}  // namespace
}  // namespace metersim
