#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ingest/meter_face.hpp"
#include "ingest/profile_texts.hpp"
#include "tests/unit/ingest/polled_building.hpp"

// Faults 11 to 21, 28 and 29 of docs/field_faults.md: what a meter shows.

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told

constexpr metersim::ForcedControl counts_nothing{.is_enabled = true, .is_trip = true};
constexpr metersim::ForcedControl counts{};

/// A building that is polled, whose M0101 was read once.
class FieldFault : public testing::Test {
protected:
    void SetUp() override {
        building_.poll();
        ASSERT_TRUE(comes_true([&] { return last("M0101").has_value(); }));
    }

    static bool comes_true(const std::function<bool()>& condition) {
        return PolledBuilding::comes_true(condition);
    }
    std::optional<LastReading> last(const char* meter) const {
        return building_.meter(meter).last_good;
    }
    metersim::Meter& meter() { return building_.field().meter("M0101"); }

    /// The first doubt about M0101; waits for it.
    ReadingQuarantined doubt() {
        EXPECT_TRUE(comes_true([&] { return !doubts().empty(); }));
        const auto all = doubts();
        return all.empty() ? ReadingQuarantined{} : all.front();
    }
    std::vector<ReadingQuarantined> doubts() const { return building_.facts<ReadingQuarantined>(); }
    bool is_read_again_after(const LastReading& before) {
        return comes_true([&] { return last("M0101")->at > before.at; });
    }

    PolledBuilding building_;
};

using FieldFault11 = FieldFault;
using FieldFault12 = FieldFault;
using FieldFault14 = FieldFault;
using FieldFault15 = FieldFault;
using FieldFault16 = FieldFault;
using FieldFault17 = FieldFault;
using FieldFault18 = FieldFault;
using FieldFault19 = FieldFault;
using FieldFault20 = FieldFault;

TEST_F(FieldFault11, ABusWithoutPowerIsOneEventAndCutsNobodyOff) {
    ASSERT_TRUE(comes_true([&] { return last("M0102") && last("M0103"); }));
    building_.field().set_fault("silence:L01");
    EXPECT_TRUE(comes_true([&] { return !building_.facts<ContactLost>().empty(); }));
    ASSERT_EQ(building_.facts<ContactLost>().size(), 1U);
    EXPECT_TRUE(building_.facts<ContactLost>().front().meter.is_empty()) << "the line, no meter";
    EXPECT_TRUE(building_.facts<CommandRequested>().empty());
}

TEST_F(FieldFault11, HalfABusWithoutPowerIsOneEventWithItsMetersAndCutsNobodyOff) {
    ASSERT_TRUE(comes_true([&] { return last("M0102") && last("M0103"); }));
    building_.field().set_fault("silence:L01/1");
    building_.field().set_fault("silence:L01/2");
    ASSERT_TRUE(comes_true([&] { return !building_.facts<ContactLost>().empty(); }));
    ASSERT_EQ(building_.facts<ContactLost>().size(), 1U);
    const ContactLost lost = building_.facts<ContactLost>().front();
    EXPECT_EQ(lost.line, LineId("L01"));
    EXPECT_TRUE(lost.meter.is_empty());
    EXPECT_EQ(lost.meters, (std::vector{MeterId("M0101"), MeterId("M0102")}));
    const LastReading before = *last("M0103");
    EXPECT_TRUE(comes_true([&] { return last("M0103")->at > before.at; }));
    EXPECT_TRUE(building_.facts<CommandRequested>().empty());
    EXPECT_FALSE(building_.is_line_lost("L01"));

    building_.field().clear_faults();
    EXPECT_TRUE(comes_true([&] { return building_.facts<ContactRestored>().size() == 2; }));
    EXPECT_EQ(building_.facts<ContactLost>().size(), 1U);
}

TEST_F(FieldFault12, WhatWasUsedDuringHoursOfSilenceIsBilledAtOnce) {
    building_.field().set_fault("silence:L01/1");
    ASSERT_TRUE(comes_true([&] { return !building_.facts<ContactLost>().empty(); }));
    const LastReading before = *last("M0101");
    ASSERT_TRUE(comes_true([&] {
        return meter().true_state().total_uwh() / metersim::uwh_per_register_step >
               static_cast<std::int64_t>(before.registers.total) + 100;
    }));
    building_.field().clear_faults();
    ASSERT_TRUE(is_read_again_after(before));
    EXPECT_GE(last("M0101")->registers.total, before.registers.total + 100);
    EXPECT_TRUE(doubts().empty());

    std::optional<ReadingRecorded> caught_up;
    ASSERT_TRUE(comes_true([&] {  // the state is ahead of the log for a moment
        for (ReadingRecorded& each : building_.facts<ReadingRecorded>()) {
            if (each.meter == MeterId("M0101") && each.previous == before.position)
                caught_up = std::move(each);
        }
        return caught_up.has_value();
    }));
    Energy booked;
    for (const ChargeLine& line : caught_up->lines) booked += line.energy;
    const std::uint64_t counted = caught_up->registers.total - before.registers.total;
    EXPECT_EQ(booked, Energy{10 * static_cast<std::int64_t>(counted)});
}

TEST(FieldFault13, ARolloverWaitsForAPersonWhoSaysWhereTheRegisterEnds) {
    PolledBuilding building;
    metersim::Meter& meter = building.field().meter("M0101");
    meter.force(counts_nothing);  // so that it is read before it rolls over
    meter.set_energy(metersim::Meter::highest_energy_centikwh - 1);
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return building.meter("M0101").last_good.has_value(); }));
    meter.force(counts);
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return !building.facts<ReadingQuarantined>().empty(); }));
    const auto doubt = [&] { return *building.meter("M0101").doubtful; };
    EXPECT_EQ(doubt().reason, QuarantineReason::registers_went_back);
    building.rest();
    building.tell(RollOver{doubt().position, std::uint64_t{UINT32_MAX} + 1});
    building.poll();
    const auto last = [&] { return building.meter("M0101").last_good->registers.total; };
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return last() < 100'000; }));
}

TEST_F(FieldFault14, AResetIsNoRolloverAndWaitsForAPerson) {
    const LastReading before = *last("M0101");
    building_.field().set_fault("reset:L01/1");
    EXPECT_EQ(doubt().reason, QuarantineReason::registers_went_back);
    EXPECT_EQ(last("M0101")->registers.total, before.registers.total);
    building_.rest();
    building_.tell(ResetMeter{building_.meter("M0101").doubtful->position, Energy{1'000}});
    building_.poll();
    EXPECT_TRUE(is_read_again_after(before));
    EXPECT_LT(last("M0101")->registers.total, before.registers.total);
}

TEST_F(FieldFault15, ALittleStepBackBillsNothingUntilTheOldMarkIsPassed) {
    // Nothing is counted before it was seen: a step of three counts is soon made up for.
    meter().force(counts_nothing);
    const auto shown = [&] {
        return static_cast<std::uint64_t>(meter().true_state().total_uwh() /
                                          metersim::uwh_per_register_step);
    };
    ASSERT_TRUE(comes_true([&] { return last("M0101")->registers.total == shown(); }));
    building_.rest();
    const LastReading before = *last("M0101");
    meter().step_back(3);
    building_.poll();
    EXPECT_EQ(doubt().reason, QuarantineReason::registers_went_back);
    EXPECT_EQ(last("M0101")->position, before.position);
    meter().force(counts);
    ASSERT_TRUE(is_read_again_after(before));
    EXPECT_GE(last("M0101")->registers.total, before.registers.total);
}

TEST_F(FieldFault16, MoreThanTheSupplyCanDrawIsQuarantinedAndTheNextReadingIsGood) {
    const LastReading before = *last("M0101");
    building_.field().set_fault("spike:L01/1:next=1");
    EXPECT_EQ(doubt().reason, QuarantineReason::too_much_energy);
    ASSERT_TRUE(is_read_again_after(before));
    EXPECT_LT(last("M0101")->registers.total, before.registers.total + 1'000);
}

/// Total and rates come in one transaction: between two, time passes, and the meter counts on.
bool is_read_at_once(const Profile& profile) {
    const std::size_t block = profile.point("energy.total")->block;
    return std::all_of(profile.points.begin(), profile.points.end(), [&](const auto& each) {
        return !each.first.starts_with("energy.") || each.second.block == block;
    });
}

TEST_F(FieldFault17, RatesThatAreCutToTheirLastDigitMakeNoDoubt) {
    ASSERT_TRUE(comes_true([&] { return building_.facts<ReadingRecorded>().size() > 40; }));
    const Profiles profiles = built_in_profiles();
    std::size_t seen = 0;
    for (const ReadingRecorded& each : building_.facts<ReadingRecorded>()) {
        const auto meter = building_.meter(each.meter.text()).registered;
        if (!is_read_at_once(profiles.at(meter.profile))) continue;
        ++seen;
        std::uint64_t sum = 0;
        for (const std::uint64_t rate : each.registers.rates) sum += rate;
        ASSERT_LE(sum, each.registers.total);
        ASSERT_LE(each.registers.total - sum, 3U);
    }
    EXPECT_GT(seen, 10U);
    EXPECT_TRUE(doubts().empty());
}

TEST_F(FieldFault17, RatesThatMissMoreThanTheirDigitsAreAnAlarmAndAllOfTheTotalIsBooked) {
    building_.rest();
    const auto has_alarm = [&] {
        return building_.meter("M0101").alarms.contains(AlarmKind::rates_disagree);
    };
    const auto tell_counts = [&](std::uint64_t total, std::uint64_t flat) {
        const LastReading before = *last("M0101");
        RecordReading reading{};
        reading.meter = MeterId("M0101");
        reading.read_at = before.at + std::chrono::microseconds(1);
        reading.registers = before.registers;
        reading.registers.total += total;
        reading.registers.rates.at(2) += flat;
        building_.tell(reading);
        const auto recorded = building_.facts<ReadingRecorded>();
        Energy booked;
        for (const ChargeLine& line : recorded.back().lines) booked += line.energy;
        return booked;
    };
    ASSERT_FALSE(has_alarm());
    EXPECT_EQ(tell_counts(5, 0), Energy{50});  // as many steps as there are registers
    EXPECT_FALSE(has_alarm());
    EXPECT_EQ(tell_counts(6, 0), Energy{60});
    EXPECT_TRUE(has_alarm());
    EXPECT_EQ(tell_counts(1, 1), Energy{10});
    EXPECT_FALSE(has_alarm());
}

TEST_F(FieldFault18, AMeterThatWasSwappedStopsItsBilling) {
    building_.rest();
    meter().set_number("999999999999");
    building_.poll();
    EXPECT_EQ(doubt().reason, QuarantineReason::wrong_meter);
}

TEST_F(FieldFault19, AnotherTransformerRatioThanRegisteredIsQuarantined) {
    building_.field().meter("M0103").set_ratio(40, 1);
    EXPECT_EQ(doubt().reason, QuarantineReason::wrong_ratio);
    EXPECT_EQ(doubt().meter, MeterId("M0103"));
}

TEST_F(FieldFault20, APowerBelowZeroIsRecordedAsSuch) {
    // The register is signed, so a transformer that is turned round shows itself.
    const Profile profile = built_in_profiles().at(ProfileId("acrel-dtsy1352"));
    Blocks blocks;
    for (const Block& block : profile.blocks) blocks.emplace_back(block.count, std::uint16_t{0});
    const Point& power = *profile.point("power");
    blocks[power.block][power.offset] = 0xFF00;
    EXPECT_EQ(decode(profile, blocks).power_w, -256);
}

TEST_F(FieldFault20, APowerBelowZeroIsAnAlarmUntilItFlowsTheRightWay) {
    building_.rest();
    const auto has_alarm = [&] {
        return building_.meter("M0101").alarms.contains(AlarmKind::power_reversed);
    };
    const auto tell_power = [&](std::int64_t watts) {
        const LastReading before = *last("M0101");
        RecordReading reading{};
        reading.meter = MeterId("M0101");
        reading.read_at = before.at + std::chrono::microseconds(1);
        reading.registers = before.registers;
        reading.seen.power_w = watts;
        building_.tell(reading);
    };
    tell_power(-131);  // less than a hundredth of the 13,200 W says nothing
    EXPECT_FALSE(has_alarm());
    tell_power(-2'000);
    EXPECT_TRUE(has_alarm());
    tell_power(-2'100);
    tell_power(0);
    EXPECT_TRUE(has_alarm());
    tell_power(2'000);
    EXPECT_FALSE(has_alarm());
    EXPECT_EQ(building_.facts<AlarmRaised>().size(), 1U);
    EXPECT_EQ(building_.facts<AlarmCleared>().size(), 1U);
}

/// True time: whoever is late by a tenth of a second is not a minute late.
TEST(FieldFault21, AClockThatIsOffIsOneAlarmUntilItIsRightAgain) {
    PolledBuilding building(metersim::small_building(), {1, 1});
    building.field().meter("M0101").set_clock_error(std::chrono::minutes(-15));
    building.poll();
    const auto offset = [&]() -> std::optional<std::int64_t> {
        const auto readings = building.facts<ReadingRecorded>();
        const auto newest = std::find_if(readings.rbegin(), readings.rend(), [](const auto& each) {
            return each.meter == MeterId("M0101");
        });
        return newest == readings.rend() ? std::nullopt : newest->seen.clock_offset_s;
    };
    const auto has_alarm = [&] {
        return building.meter("M0101").alarms.contains(AlarmKind::clock_off);
    };
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return offset().has_value(); }));
    EXPECT_NEAR(static_cast<double>(*offset()), -900, 60);
    ASSERT_TRUE(PolledBuilding::comes_true(has_alarm));
    building.field().meter("M0101").set_clock_error(std::chrono::seconds(0));
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return !has_alarm(); }));
    EXPECT_EQ(building.facts<AlarmRaised>().size(), 1U);
}

TEST(FieldFault28, AReadingOfAServerClockThatWentBackIsKeptAndBillsNothing) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return building.meter("M0101").last_good.has_value(); }));
    building.rest();
    const LastReading before = *building.meter("M0101").last_good;
    RecordReading late{};
    late.meter = MeterId("M0101");
    late.read_at = before.at - std::chrono::hours(1);
    late.registers = before.registers;
    late.number_seen = "202406010101";
    building.tell(late);
    EXPECT_EQ(building.meter("M0101").last_good->at, before.at);
    EXPECT_EQ(building.facts<ReadingRecorded>().back().use, ReadingUse::late);
}

/// Of each built-in profile that shows it.
TEST(FieldFault29, ARemainderInKilowattHoursCannotBeDeclaredAsMoney) {
    std::size_t shown = 0;
    for (const auto& [id, json] : profile_texts({})) {
        auto text = nlohmann::json::parse(json);
        if (!text["points"].contains("remaining")) continue;
        ++shown;
        EXPECT_EQ(read_profile(json, "as it is").point("remaining")->factor, 10'000) << id.text();
        text["points"]["remaining"]["unit"] = "kWh";
        try {
            (void)read_profile(text.dump(), "mine.json");
            ADD_FAILURE() << id.text() << ": kWh were taken for money";
        } catch (const BadProfile& bad) {
            EXPECT_NE(std::string(bad.what()).find("/points/remaining: give the unit CNY"),
                      std::string::npos)
                << bad.what();
        }
    }
    EXPECT_GE(shown, 4U);
}

}  // namespace
}  // namespace ingest
