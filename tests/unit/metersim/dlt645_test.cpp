#include "tools/metersim/maps/dlt645.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/metersim/frozen_meter.hpp"
#include "tools/metersim/wire/bus_framer.hpp"
#include "tools/metersim/wire/dlt645_dialogue.hpp"
#include "tools/metersim/wire/dlt645_frame.hpp"

namespace metersim {
namespace {

bool never(FaultKind) { return false; }

MeterSpec dlt645_meter() {
    MeterSpec spec = office();
    spec.kind = MeterKind::dlt645_1p;
    spec.number = "202303150001";
    spec.balance_fen = 1'850;
    spec.purchase_count = 17;
    return spec;
}

/// Password, operator, order and deadline (2026-12-31T23:59:59), as the standard has them.
Bytes order(std::uint8_t code, std::uint8_t year = 0x26) {
    return {0x1C, 0x02, 0, 0, 0, 0, 0, 0, 0, code, 0, 0x59, 0x59, 0x23, 0x31, 0x12, year};
}

Bytes item(FrozenMeter& frozen, std::uint32_t identifier) {
    return *dlt645_item(frozen.meter.true_state(), identifier);
}

TEST(Dlt645Meter, AnswersThePublicExampleToTheByte) {
    FrozenMeter frozen{dlt645_meter()};
    BusFramer framer;
    framer.hear(Bytes{0x68, 0x01, 0x00, 0x15, 0x03, 0x23, 0x20, 0x68, 0x11, 0x04, 0x33, 0x35, 0xC3,
                      0x33, 0x9F, 0x16},
                {});
    ASSERT_TRUE(framer.has_request());
    const Request request = framer.take_request();
    EXPECT_TRUE(is_addressed(request.station, "202303150001"));
    const Bytes wire = framer.wrap(request, answer_dlt645(frozen.meter, request.pdu, never));
    EXPECT_EQ(Bytes(wire.begin() + 4, wire.end()),
              (Bytes{0x68, 0x01, 0x00, 0x15, 0x03, 0x23, 0x20, 0x68, 0x91, 0x08,
                     0x33, 0x35, 0xC3, 0x33, 0x83, 0x4B, 0x33, 0x33, 0x57, 0x16}));
}

TEST(Dlt645Meter, ShowsItsItemsInDecimalDigits) {
    FrozenMeter frozen{dlt645_meter()};
    EXPECT_EQ(item(frozen, 0x03330201), (Bytes{0x17, 0x00}));
    EXPECT_EQ(item(frozen, 0x00900201), (Bytes{0, 0, 0, 0}));
    EXPECT_EQ(item(frozen, 0x0001FF00).size(), 20U);
    EXPECT_EQ(item(frozen, 0x00010000), (Bytes{0x00, 0x00, 0x10, 0x00}));  // 1000.00 kWh
    EXPECT_FALSE(dlt645_item(frozen.meter.true_state(), 0x00010500));
    frozen.meter.set_energy(99'999'999);
    EXPECT_EQ(item(frozen, 0x00010000), (Bytes{0x99, 0x99, 0x99, 0x99}));
    frozen.meter.set_energy(100'000'000);
    EXPECT_EQ(item(frozen, 0x00010000), (Bytes{0, 0, 0, 0}));
}

TEST(Dlt645Meter, RefusesATripWhilePowerIsKept) {
    FrozenMeter frozen{dlt645_meter()};
    EXPECT_EQ(answer_dlt645(frozen.meter, order(0x3A), never), (Bytes{0x9C}));
    EXPECT_EQ(answer_dlt645(frozen.meter, order(0x1A), never), (Bytes{0xDC, 0x01}));
    EXPECT_TRUE(frozen.meter.true_state().is_relay_closed);
    EXPECT_EQ(item(frozen, 0x04000503)[1] & 0x10, 0x10);
    EXPECT_EQ(answer_dlt645(frozen.meter, order(0x3B), never), (Bytes{0x9C}));
    EXPECT_EQ(answer_dlt645(frozen.meter, order(0x1A), never), (Bytes{0x9C}));
    EXPECT_FALSE(frozen.meter.true_state().is_relay_closed);
    EXPECT_EQ(item(frozen, 0x04000503)[0] & 0x50, 0x50);
}

TEST(Dlt645Meter, RefusesAnOrderThatIsLateOrHasNoRight) {
    FrozenMeter frozen{dlt645_meter()};
    EXPECT_EQ(answer_dlt645(frozen.meter, order(0x1A, 0x25), never), (Bytes{0xDC, 0x01}));
    Bytes stranger = order(0x1A);
    stranger[2] = 0x77;
    EXPECT_EQ(answer_dlt645(frozen.meter, stranger, never), (Bytes{0xDC, 0x04}));
    EXPECT_TRUE(frozen.meter.true_state().is_relay_closed);
}

TEST(Dlt645Meter, RefusesWhatItDoesNotKnow) {
    FrozenMeter frozen{dlt645_meter()};
    EXPECT_EQ(answer_dlt645(frozen.meter, Bytes{0x11, 0, 0, 0, 7}, never), (Bytes{0xD1, 0x02}));
    EXPECT_EQ(answer_dlt645(frozen.meter, Bytes{0x11}, never), (Bytes{0xD1, 0x01}));
    EXPECT_EQ(answer_dlt645(frozen.meter, Bytes{0x03, 1}, never), (Bytes{0xC3, 0x01}));
}

RC_GTEST_PROP(Dlt645Meter, TakesAnyBytes, (const Bytes& noise)) {
    FrozenMeter frozen{dlt645_meter()};
    BusFramer framer;
    framer.hear(noise, {});
    while (framer.has_request()) (void)framer.take_request();
    Bytes request{*rc::gen::arbitrary<std::uint8_t>()};
    request.insert(request.end(), noise.begin(), noise.end());
    RC_ASSERT(!answer_dlt645(frozen.meter, request, never).empty());
}

RC_GTEST_PROP(BusFramer, HearsBothLanguagesInAnyOrderAndPieces, ()) {
    BusFramer framer;
    std::string spoken;
    std::string heard;
    const Tick now{};
    const auto words = *rc::gen::container<std::vector<bool>>(8, rc::gen::arbitrary<bool>());
    for (const bool is_modbus : words) {
        const Bytes frame =
            is_modbus ? rtu_frame(1, Bytes{0x03, 0x02, 0x00, 0x00, 0x30})
                      : dlt645_bytes({.address = Bytes(6, 0x11), .control = 0x13, .data = {}});
        const auto cut = *rc::gen::inRange<std::size_t>(0, frame.size());
        framer.hear(BytesView{frame}.first(cut), now);
        framer.hear(BytesView{frame}.subspan(cut), now);
        spoken += is_modbus ? 'm' : 'd';
    }
    while (framer.has_request()) heard += framer.take_request().station.empty() ? 'm' : 'd';
    RC_ASSERT((heard == spoken));
}

}  // namespace
}  // namespace metersim
