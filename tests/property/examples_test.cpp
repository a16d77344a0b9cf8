#include <limits>
#include <optional>

#include <gtest/gtest.h>

#include "ledger/events/bounds.hpp"
#include "ledger/values/limits.hpp"
#include "tests/property/world.hpp"

// Small stories with known numbers.

namespace property {
namespace {

using namespace ledger;

/// Meter 0 shows so many kilowatt-hours, an hour after it showed something else.
class OneMeter : public testing::Test {
protected:
    const Turn& shows(std::int64_t watt_hours, int after_minutes,
                      std::optional<Money> remaining = {}) {
        now = now + std::chrono::minutes(after_minutes);
        world.take(Read{.meter = unopened,
                        .minutes = static_cast<std::uint32_t>(after_minutes),
                        .permille = 0,
                        .band = 0,
                        .drift = 0,
                        .fault = Fault::none,
                        .power_w = 0});
        RecordReading reading{.meter = meter_name(0),
                              .read_at = now,
                              .registers = {static_cast<std::uint64_t>(watt_hours), {}, 1, 1},
                              .seen = {},
                              .number_seen = "",
                              .ct_seen = 0,
                              .pt_seen = 0};
        reading.seen.remaining = remaining;
        return world.ask(reading);
    }

    World world{{Cutoff::automatic, 0, 0}};
    Instant now = world.now();
    static constexpr std::int64_t start = 1'000'000;  ///< what meter 0 shows at first, in Wh
};

const ReadingRecorded* recorded(const Turn& turn) {
    return std::get_if<ReadingRecorded>(&turn.outcome->front().payload);
}

TEST_F(OneMeter, ReadsZeroInBetweenAndIsChargedForWhatItCounted) {
    ASSERT_NE(recorded(shows(start + 100, 30)), nullptr);
    const Turn zero = shows(0, 30);
    ASSERT_EQ(recorded(zero), nullptr);
    EXPECT_EQ(std::get<ReadingQuarantined>(zero.outcome->front().payload).reason,
              QuarantineReason::registers_went_back);
    EXPECT_TRUE(zero.after.meters.at(meter_name(0)).alarms.contains(AlarmKind::quarantine));

    const Turn good = shows(start + 500, 30);
    ASSERT_NE(recorded(good), nullptr);
    ASSERT_EQ(recorded(good)->lines.size(), 1U);
    EXPECT_EQ(recorded(good)->lines[0].energy, Energy{400});
    EXPECT_EQ(recorded(good)->lines[0].amount, Money{246'920});  // 0.4 kWh × 0.61730001
    EXPECT_FALSE(good.after.meters.at(meter_name(0)).alarms.contains(AlarmKind::quarantine));
}

TEST_F(OneMeter, IsRefusedWhereItShowsARemainderThatNoBookCanHold) {
    using Limits = std::numeric_limits<std::int64_t>;
    for (const std::int64_t beyond :
         {most_of_a_quantity + 1, -most_of_a_quantity - 1, Limits::max(), Limits::min()}) {
        const Turn refused = shows(start, 30, Money{beyond});
        ASSERT_FALSE(refused.outcome.has_value()) << beyond;
        EXPECT_EQ(refused.outcome.error().rule, Rule::value_must_be_in_range);
        EXPECT_EQ(refused.outcome.error().field, "remaining");
    }
    for (const std::int64_t most : {most_of_a_quantity, -most_of_a_quantity}) {
        const Turn taken = shows(start, 30, Money{most});
        ASSERT_TRUE(taken.outcome.has_value()) << most;
        EXPECT_EQ(recorded(taken)->seen.remaining, Money{most});
    }
}

TEST_F(OneMeter, IsCutInArrearsAndRestoredByTheSaleThatPaysThem) {
    const Turn debt = shows(start + 1'000, 60);
    EXPECT_EQ(debt.after.wallets.at(wallet_name(0)).balance, Money{-617'300});
    const auto& last = debt.outcome->back();
    const auto& trip = std::get<CommandRequested>(last.payload);
    EXPECT_EQ(trip.kind, CommandKind::trip);
    EXPECT_EQ(trip.cause, CommandCause::arrears);
    EXPECT_EQ(last.envelope.causation, debt.outcome->front().envelope.position);

    world.ask(ReportSent{last.envelope.position});
    world.ask(ReportConfirmed{last.envelope.position, false, "relay open"});
    const Turn part = world.ask(SellCredit{wallet_name(0), cents(61), MethodId("cash")});
    for (const Event& event : *part.outcome)
        EXPECT_FALSE(std::holds_alternative<CommandRequested>(event.payload));

    const Turn whole = world.ask(SellCredit{wallet_name(0), cents(1), MethodId("cash")});
    const auto& restore = std::get<CommandRequested>(whole.outcome->back().payload);
    EXPECT_EQ(restore.kind, CommandKind::restore_prepaid);
    EXPECT_EQ(restore.cause, CommandCause::credit);
    EXPECT_EQ(whole.after.wallets.at(wallet_name(0)).credit.begin()->second, Money{2'700});
}

TEST_F(OneMeter, KeepsItsPowerInArrearsWhereAPersonSaidSo) {
    const Turn asked = world.ask(
        RequestCommand{meter_name(0), CommandKind::keep_power, now + std::chrono::hours(1)});
    world.ask(ReportConfirmed{asked.outcome->front().envelope.position, true, "kept"});
    const Turn debt = shows(start + 1'000, 60);
    EXPECT_TRUE(debt.after.wallets.at(wallet_name(0)).balance.is_negative());
    EXPECT_TRUE(debt.after.commands.empty());
}

TEST_F(OneMeter, SendsNoCommandWhoseTimeIsOver) {
    const Turn asked =
        world.ask(RequestCommand{meter_name(0), CommandKind::trip, now + std::chrono::minutes(30)});
    const Position trip = asked.outcome->front().envelope.position;
    shows(start, 30);
    const Turn late = world.ask(ReportSent{trip});
    ASSERT_FALSE(late.outcome.has_value());
    EXPECT_EQ(late.outcome.error().rule, Rule::command_must_be_pending);
    EXPECT_TRUE(world.ask(ExpireCommand{trip}).outcome.has_value());
}

TEST_F(OneMeter, TakesTextOnlyAsPeopleWriteIt) {
    const Turn asked =
        world.ask(RequestCommand{meter_name(0), CommandKind::trip, now + std::chrono::hours(1)});
    const Position trip = asked.outcome->front().envelope.position;
    const SellCredit sale{wallet_name(0), cents(100), MethodId("cash")};
    for (const std::string& text : {std::string(201, 'a'), std::string("\xff\xfe"),
                                    std::string("a\nb"), std::string("a\0b", 3)}) {
        EXPECT_FALSE(world.ask(ReportConfirmed{trip, true, text}).outcome.has_value());
        EXPECT_FALSE(world.ask(ReportFailed{trip, text}).outcome.has_value());
        EXPECT_FALSE(world.ask(sale, text).outcome.has_value());
    }
}

/// The widest meter, the highest price, and years without a reading.
TEST(Limits, NoReadingThatIsTakenStopsTheBook) {
    World world({Cutoff::manual, 0, 0});
    const Instant begin = world.now();
    world.ask(
        PublishTariff{TariffId("MOST"), "most", begin, "", {{Band::single, highest_price}}, {}});
    world.ask(RegisterMeter{{.meter = MeterId("WIDE"),
                             .line = LineId("L1"),
                             .unit = 200,
                             .profile = ProfileId("profile"),
                             .number = "",
                             .ct = 1,
                             .pt = 1,
                             .rated_power_w = highest_rated_power_w,
                             .has_relay = false,
                             .mode = DeductMode::book,
                             .place = {BuildingId("B1"), "", ""},
                             .poll_interval_s = {}}});
    world.ask(AssignTariff{{MeterId("WIDE"), TariffId("MOST"), begin}});
    RecordReading reading{MeterId("WIDE"), begin, {0, {0, 0, 0, 0, 0}, 1, 1}, {}, "", 0, 0};
    world.ask(reading);
    ASSERT_TRUE(world.ask(OpenAccount{AccountId("W"), CustomerId("W"), {MeterId("WIDE")}}).outcome);
    world.take(Read{unopened, 40'000'000, 0, 0, 0, Fault::none, 0});  // 76 years
    reading.read_at = world.now();
    for (const std::uint64_t total : {1'000'000'000'000ULL, 1'000'000'000'000'000ULL}) {
        for (const std::uint64_t rate : {0ULL, 200'000'000'000ULL, 1'000'000'000'000'000ULL}) {
            reading.registers = {total, {rate, rate, rate, rate, rate}, 1, 1};
            EXPECT_TRUE(world.ask(reading).outcome.has_value());
        }
    }
    for (const auto& [id, wallet] : world.state().wallets)
        EXPECT_GE(wallet.balance, -most_money_at_once);
}

}  // namespace
}  // namespace property
