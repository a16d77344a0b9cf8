#include <gtest/gtest.h>

#include "tests/unit/metersim/frozen_meter.hpp"
#include "tools/metersim/maps/register_map.hpp"
#include "tools/metersim/wire/frames.hpp"

namespace metersim {
namespace {

constexpr std::int64_t kwh = 1'000'000'000;

/// The state behind the published sample reply: 220.1 V, 5.12 A, 1.123 kW, 10,234.56 kWh, -5.20
/// yuan.
MeterState sample_state() {
    MeterState state;
    state.kind = MeterKind::ddsy1352;
    state.number = "000000000000";
    state.electricity.decivolts[0] = 2201;
    state.electricity.centiamperes[0] = 512;
    state.electricity.total_watts = 1123;
    state.electricity.total_power_factor_permille = 996;
    state.rates_uwh = {1000 * kwh, 3000 * kwh, 4000 * kwh, 2234 * kwh + 56 * kwh / 100};
    state.balance_fen = -520;
    state.purchase_count = 17;
    state.is_in_arrears = true;
    state.is_alarm_1 = true;
    return state;
}

Bytes sample_reply() {
    Bytes frame{0x01, 0x03, 0x60, 0x00, 0x07, 0x08, 0x99, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00,
                0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x63, 0x00,
                0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                0x03, 0xE4, 0x00, 0x01, 0x00, 0x01, 0x00, 0x0F, 0x9D, 0xE0, 0x00, 0x01, 0x86,
                0xA0, 0x00, 0x04, 0x93, 0xE0, 0x00, 0x06, 0x1A, 0x80, 0x00, 0x03, 0x68, 0xE0,
                0xFF, 0xFF, 0xFD, 0xF8, 0x00, 0x11, 0x00, 0x00, 0x00, 0x00, 0x20, 0x60};
    frame.resize(99);
    frame.insert(frame.end(), {0x53, 0x87});
    return frame;
}

TEST(Ddsy1352Map, ShowsTheSampleBlockByteForByte) {
    const auto words = map_of(MeterKind::ddsy1352).show(sample_state()).read(0x0200, 48);
    ASSERT_TRUE(words);
    Bytes pdu{0x03, 0x60};
    for (const std::uint16_t word : *words) append_word(pdu, word);
    EXPECT_EQ(rtu_frame(1, pdu), sample_reply());
}

TEST(Ddsy1352Map, ShowsTheSameEnergyInBothBlocks) {
    const RegisterImage image = map_of(MeterKind::ddsy1352).show(sample_state());
    for (int item = 0; item < 5; ++item) {
        EXPECT_EQ(image.get_2(static_cast<Address>(2 * item)),
                  image.get_2(static_cast<Address>(0x0215 + 2 * item)));
    }
    EXPECT_EQ(image.get(0x000D), 1123);
    EXPECT_EQ(image.get(0x000F), 1127);  // 1.123 kW at a power factor of 0.996
}

TEST(Ddsy1352Map, ShowsNumberRatiosAndClock) {
    MeterState state = sample_state();
    state.kind = MeterKind::dtsy1352;
    state.number = "202311050119";
    state.ct = 20;
    state.clock = {
        .year = 2026, .month = 3, .day = 16, .weekday = 1, .hour = 8, .minute = 30, .second = 59};
    const RegisterImage image = map_of(MeterKind::dtsy1352).show(state);
    EXPECT_EQ(*image.read(0x0043, 3), (Words{0x2023, 0x1105, 0x0119}));
    EXPECT_EQ(*image.read(0x0037, 2), (Words{20, 1}));
    EXPECT_EQ(*image.read(0x0213, 2), (Words{1, 20}));  // pt first in the live block
    EXPECT_EQ(image.get(0x0200), 5);
    EXPECT_EQ(*image.read(0x0228, 4), (Words{0x1A03, 0x1001, 0x081E, 0x3B00}));
    EXPECT_EQ(image.get(0x0224) & 0xE000, 0xE000);  // three phases closed
}

TEST(Ddsy1352Map, ShowsForcedControlInStatusWordB) {
    MeterState state = sample_state();
    state.forced = {.is_enabled = true, .is_trip = false};
    EXPECT_EQ(map_of(MeterKind::ddsy1352).show(state).get(0x0225), 0b1001);
    state.forced.is_trip = true;
    EXPECT_EQ(map_of(MeterKind::ddsy1352).show(state).get(0x0225), 0b1000);
}

TEST(Ddsy1352Map, ShowsItsScheduleAsSlotsOfRateMinuteHour) {
    const RegisterImage image = map_of(MeterKind::ddsy1352).show(sample_state());
    EXPECT_EQ(*image.read(0x2006, 3), (Words{0x0400, 0x0003, 0x0006}));  // valley 0:00, flat 6:00
    EXPECT_EQ(*image.read(0x2000, 3), (Words{0x0101, 0x0102, 0x0107}));  // table 1 1 Jan, 2 1 Jul
}

TEST(Adf400lMap, ShowsASinglePhaseUser) {
    MeterState state = sample_state();
    state.kind = MeterKind::adf400l_1p;
    const RegisterImage image = map_of(state.kind).show(state);
    EXPECT_EQ(*image.read(0x0300, 3), (Words{2201, 512, 1123}));
    EXPECT_EQ(image.get_2(0x0306), 1'023'456);
    EXPECT_EQ(image.get_2(0x0319), 1'023'456);
    EXPECT_EQ(image.get_2(0x0406), 223'456);
    EXPECT_EQ(*image.read(0x030A, 2), (Words{0xFFFF, 0xFDF8}));
    EXPECT_EQ(image.get(0x030E), 17);
    EXPECT_EQ(image.get_2(0x0315), 520);
    EXPECT_FALSE(image.read(0x035E, 2));
}

TEST(Adf400lMap, ShowsAThreePhaseUserAndItsBox) {
    MeterState state = sample_state();
    state.kind = MeterKind::adf400l_3p;
    state.ct = 20;
    state.box = {.first_unit = 37, .cts = {20, 10}};
    const RegisterImage image = map_of(state.kind).show(state);
    EXPECT_EQ(image.get(0x033F), 2201);
    EXPECT_EQ(image.get(0x0345), 1123);
    EXPECT_EQ(image.get_2(0x035E), 1'023'456);
    EXPECT_EQ(image.get_2(0x0430), 100'000);
    EXPECT_EQ(*image.read(0x0362, 2), (Words{0xFFFF, 0xFDF8}));
    EXPECT_EQ(image.get(0x0366), 17);
    EXPECT_EQ(image.get(0x0900), 37);
    EXPECT_EQ(*image.read(0x0951, 4), (Words{1, 20, 10, 1}));
}

TEST(Dtsd1352Map, ShowsEnergiesAndPowers) {
    MeterState state = sample_state();
    state.kind = MeterKind::dtsd1352;
    state.electricity.watts = {-400, 700, 823};
    const RegisterImage image = map_of(state.kind).show(state);
    EXPECT_EQ(image.get_2(0x0000), 1'023'456);
    EXPECT_EQ(image.get_2(0x0008), 223'456);
    EXPECT_EQ(image.get_2(0x000A), 1'023'456);
    EXPECT_EQ(image.get_2(0x0014), 0);
    EXPECT_EQ(image.get(0x0061), 2201);
    EXPECT_EQ(image.get_2(0x0164), 0xFFFFFE70);  // -400 W
    EXPECT_EQ(image.get_2(0x016A), 1123);
    EXPECT_EQ(image.get(0x0077), 5000);
}

TEST(EnergyRegisters, TurnOverAfterTheirLastStep) {
    FrozenMeter frozen{office()};
    frozen.meter.set_energy(Meter::highest_energy_centikwh);
    const auto before = frozen.meter.read(0x0000, 2, Disguise::none);
    EXPECT_EQ(std::get<Words>(before), (Words{0xFFFF, 0xFFFF}));
    frozen.clock.jump(std::chrono::hours{1});
    const auto after = frozen.meter.read(0x0000, 2, Disguise::none);
    EXPECT_EQ(std::get<Words>(after)[0], 0);
    EXPECT_LT(std::get<Words>(after)[1], 1000);
}

}  // namespace
}  // namespace metersim
