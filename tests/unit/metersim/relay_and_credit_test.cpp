#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/metersim/frozen_meter.hpp"
#include "tools/metersim/maps/register_map.hpp"

namespace metersim {
namespace {

const Words forced_trip{1, 1};
const Words forced_close{1, 0};
const Words forced_off{0, 1};

Exception order(FrozenMeter& frozen, const Words& words) {
    return frozen.meter.write(0x0057, words);
}

bool is_closed(FrozenMeter& frozen) { return frozen.meter.true_state().is_relay_closed; }

std::int64_t use_of(FrozenMeter& frozen, std::chrono::seconds span) {
    const std::int64_t before = frozen.total();
    frozen.clock.jump(span);
    return frozen.total() - before;
}

TEST(Relay, TrippedStopsEnergyAndPower) {
    FrozenMeter frozen{office()};
    EXPECT_GT(use_of(frozen, std::chrono::hours{1}), 0);
    EXPECT_EQ(order(frozen, forced_trip), Exception::none);
    EXPECT_FALSE(is_closed(frozen));
    EXPECT_EQ(use_of(frozen, std::chrono::days{30}), 0);
    EXPECT_EQ(frozen.meter.true_state().electricity.total_watts, 0);
    EXPECT_EQ(order(frozen, forced_off), Exception::none);
    EXPECT_TRUE(is_closed(frozen));
    EXPECT_GT(use_of(frozen, std::chrono::hours{1}), 0);
}

TEST(Relay, StuckTakesTheOrderAndStaysWhereItIs) {
    FrozenMeter frozen{office()};
    frozen.meter.set_relay_stuck(true);
    EXPECT_EQ(order(frozen, forced_trip), Exception::none);
    EXPECT_TRUE(is_closed(frozen));
    EXPECT_TRUE(frozen.meter.true_state().forced.is_trip);
    EXPECT_GT(use_of(frozen, std::chrono::hours{1}), 0);
    frozen.meter.set_relay_stuck(false);
    EXPECT_FALSE(is_closed(frozen));
}

TEST(Relay, OfABoxFollowsItsForcedControlWord) {
    for (const auto& [spec, at] :
         {std::pair{box_user(), Address{0x0801}}, std::pair{large_box_user(), Address{0x0804}}}) {
        FrozenMeter frozen{spec};
        EXPECT_EQ(frozen.meter.write(at, Words{0x0100}), Exception::none);
        EXPECT_FALSE(is_closed(frozen));
        EXPECT_EQ(frozen.meter.write(at, Words{0x0101}), Exception::none);
        EXPECT_TRUE(is_closed(frozen));
        EXPECT_EQ(frozen.meter.write(at, Words{0x0203}), Exception::illegal_value);
    }
}

MeterSpec prepaid(MeterSpec spec, std::int64_t fen) {
    spec.is_prepaid = true;
    spec.balance_fen = fen;
    return spec;
}

/// What the counted energy costs at the meter's prices, in 1e-9 of 0.01 yuan.
std::int64_t cost_of(const MeterState& before, const MeterState& after) {
    std::int64_t cost = 0;
    for (std::size_t rate = 0; rate < rate_count; ++rate) {
        cost += (after.rates_uwh.at(rate) - before.rates_uwh.at(rate)) * after.ratio() *
                after.settings.price_fen.at(rate);
    }
    return cost;
}

TEST(Prepayment, ChargesWhatWasUsedAndTripsAtNothing) {
    FrozenMeter frozen{prepaid(office(), 1'000)};
    const MeterState before = frozen.meter.true_state();
    EXPECT_TRUE(before.is_relay_closed);
    frozen.clock.jump(std::chrono::days{7});
    const MeterState after = frozen.meter.true_state();
    EXPECT_FALSE(after.is_relay_closed);
    EXPECT_TRUE(after.is_in_arrears);
    const std::int64_t credit = 1'000'000'000'000 - cost_of(before, after);
    EXPECT_LE(credit, 0);
    EXPECT_GT(credit, -10'000'000);  // it trips within a millisecond's worth of energy
}

TEST(Prepayment, WarnsBelowItsTwoAlarmAmounts) {
    FrozenMeter frozen{prepaid(office(), 6'000)};
    EXPECT_FALSE(frozen.meter.true_state().is_alarm_1);
    frozen.meter.set_balance(4'999);
    EXPECT_TRUE(frozen.meter.true_state().is_alarm_1);
    EXPECT_FALSE(frozen.meter.true_state().is_alarm_2);
    frozen.meter.set_balance(1'999);
    EXPECT_TRUE(frozen.meter.true_state().is_alarm_2);
}

TEST(Prepayment, IsOutrankedByForcedClose) {
    FrozenMeter frozen{prepaid(office(), 1'000)};
    EXPECT_EQ(order(frozen, forced_close), Exception::none);
    frozen.clock.jump(std::chrono::days{7});
    EXPECT_TRUE(is_closed(frozen));
    EXPECT_LT(frozen.meter.true_state().balance_fen, -1'000);
    EXPECT_EQ(order(frozen, forced_off), Exception::none);
    EXPECT_FALSE(is_closed(frozen));
}

TEST(Prepayment, SwitchedOffLeavesTheBalanceAlone) {
    FrozenMeter frozen{office()};
    frozen.meter.set_balance(1'000);
    frozen.clock.jump(std::chrono::days{7});
    EXPECT_EQ(frozen.meter.true_state().balance_fen, 1'000);
    EXPECT_TRUE(is_closed(frozen));
}

RC_GTEST_PROP(Prepayment, TripsAtTheSameEnergyHoweverOftenTheMeterIsAsked, ()) {
    const auto fen = *rc::gen::inRange<std::int64_t>(1, 3'000);
    const auto waits = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 20'000));
    FrozenMeter asked{prepaid(large_box_user(), fen)};
    FrozenMeter left_alone{prepaid(large_box_user(), fen)};
    for (const int wait : waits) {
        asked.clock.jump(std::chrono::seconds{wait});
        left_alone.clock.jump(std::chrono::seconds{wait});
        asked.total();
    }
    const MeterState first = asked.meter.true_state();
    const MeterState second = left_alone.meter.true_state();
    RC_ASSERT(first.rates_uwh == second.rates_uwh);
    RC_ASSERT(first.balance_fen == second.balance_fen);
    RC_ASSERT(first.is_relay_closed == second.is_relay_closed);
}

/// Pushes credit as a master does: amount and count in one write.
Exception push(FrozenMeter& frozen, std::uint16_t fen, std::uint16_t count) {
    const bool is_single = phases_of(frozen.meter.spec().kind) == 1;
    return frozen.meter.write(is_single ? 0x050D : 0x0543, Words{0, fen, count});
}

TEST(Purchase, IsCreditedOnceAndOnlyAsTheNextCount) {
    for (const MeterSpec& spec : {box_user(), large_box_user()}) {
        FrozenMeter frozen{prepaid(spec, 100)};
        EXPECT_EQ(push(frozen, 5'000, 1), Exception::none);
        EXPECT_EQ(frozen.meter.true_state().balance_fen, 5'100);
        EXPECT_EQ(push(frozen, 5'000, 1), Exception::none);  // a repeat credits nothing
        EXPECT_EQ(frozen.meter.true_state().balance_fen, 5'100);
        EXPECT_EQ(push(frozen, 5'000, 3), Exception::illegal_value);
        EXPECT_EQ(push(frozen, 5'000, 0), Exception::illegal_value);
        const MeterState state = frozen.meter.true_state();
        EXPECT_EQ(state.balance_fen, 5'100);
        EXPECT_EQ(state.purchase_count, 1);
        EXPECT_EQ(state.total_purchased_fen, 5'100);
    }
}

TEST(Purchase, ClosesAMeterThatHadRunOut) {
    FrozenMeter frozen{prepaid(box_user(), 0)};
    EXPECT_FALSE(is_closed(frozen));
    EXPECT_EQ(push(frozen, 5'000, 1), Exception::none);
    EXPECT_TRUE(is_closed(frozen));
}

TEST(Purchase, MayComeInTwoWritesWithTheCountLast) {
    FrozenMeter frozen{box_user()};
    EXPECT_EQ(frozen.meter.write(0x050D, Words{0, 700}), Exception::none);
    EXPECT_EQ(frozen.meter.true_state().balance_fen, 0);
    EXPECT_EQ(frozen.meter.write(0x050F, Words{1}), Exception::none);
    EXPECT_EQ(frozen.meter.true_state().balance_fen, 700);
    EXPECT_EQ(frozen.meter.write(0x050F, Words{2}), Exception::none);  // nothing offered any more
    EXPECT_EQ(frozen.meter.true_state().balance_fen, 700);
}

RC_GTEST_PROP(Purchase, NeverCreditsMoreThanOncePerCount, ()) {
    const auto counts =
        *rc::gen::container<std::vector<std::uint16_t>>(rc::gen::inRange<std::uint16_t>(0, 6));
    FrozenMeter frozen{box_user()};
    int highest = 0;
    for (const std::uint16_t count : counts) {
        push(frozen, 1'000, count);
        if (count == highest + 1) highest = count;
        RC_ASSERT(frozen.meter.true_state().purchase_count == highest);
        RC_ASSERT(frozen.meter.true_state().balance_fen == 1'000 * highest);
    }
}

TEST(Settings, OfABoxUserAreKeptAndShownAgain) {
    FrozenMeter frozen{box_user()};
    EXPECT_EQ(frozen.meter.write(0x0500, Words{1, 0, 95, 0, 85, 0, 65, 0, 35}), Exception::none);
    EXPECT_EQ(frozen.meter.write(0x0509, Words{0, 8000, 0, 3000}), Exception::none);
    EXPECT_EQ(frozen.meter.write(0x0700, Words{1, 500}), Exception::none);
    const Settings settings = frozen.meter.true_state().settings;
    EXPECT_TRUE(settings.is_prepaid);
    EXPECT_EQ(settings.price_fen, (std::array<std::int64_t, 4>{95, 85, 65, 35}));
    EXPECT_EQ(settings.alarm_1_fen, 8'000);
    EXPECT_EQ(settings.alarm_2_fen, 3'000);
    EXPECT_EQ(std::get<Words>(frozen.meter.read(0x0700, 2, Disguise::none)), (Words{1, 500}));
    EXPECT_EQ(frozen.meter.write(0x0500, Words{7}), Exception::illegal_value);
}

TEST(Settings, RaiseTheOverLimitFlagAboveTheMaxPower) {
    FrozenMeter frozen{box_user(), "2026-03-16T04:00:00Z"};
    EXPECT_EQ(frozen.meter.write(0x0700, Words{1, 1}), Exception::none);
    EXPECT_TRUE(frozen.meter.true_state().is_over_limit);
    EXPECT_EQ(frozen.meter.write(0x0700, Words{1, 13'000}), Exception::none);
    EXPECT_FALSE(frozen.meter.true_state().is_over_limit);
}

TEST(Ratio, WrittenIsShownAndCountsFromThenOn) {
    FrozenMeter frozen{floor_with_transformers()};
    EXPECT_EQ(frozen.meter.write(0x0037, Words{40, 1}), Exception::none);
    EXPECT_EQ(std::get<Words>(frozen.meter.read(0x0213, 2, Disguise::none)), (Words{1, 40}));
    EXPECT_EQ(frozen.meter.write(0x0037, Words{0, 1}), Exception::illegal_value);
}

}  // namespace
}  // namespace metersim
