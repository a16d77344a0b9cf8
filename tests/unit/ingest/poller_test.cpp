#include "ingest/poller.hpp"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "tests/unit/ingest/polled_building.hpp"

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told

bool was_read(const PolledBuilding& building, const std::string& meter) {
    return building.meter(meter).last_good.has_value();
}

std::size_t readings_of(const PolledBuilding& building, const std::string& meter) {
    const auto all = building.facts<ReadingRecorded>();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const auto& each) { return each.meter == MeterId(meter); }));
}

bool is_lost(const PolledBuilding& building, const std::string& meter) {
    return !building.meter(meter).contact_lost.is_none();
}

TEST(Poller, ReadsEveryMeterOfEveryTransport) {
    PolledBuilding building;
    building.poll();
    for (const metersim::MeterSpec& spec : building.field().building().meters) {
        ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, spec.id); }))
            << spec.id;
        const Registers read = building.meter(spec.id).last_good->registers;
        EXPECT_GE(read.total, 100'000U) << spec.id;
        EXPECT_EQ(read.rates.size(), 4U);
        EXPECT_EQ(read.step_wh, 10U);
        EXPECT_EQ(read.ratio, static_cast<std::uint32_t>(spec.ct));
    }
    EXPECT_TRUE(building.facts<ReadingQuarantined>().empty());
    EXPECT_TRUE(building.facts<ContactLost>().empty());
}

TEST(Poller, HasTheBookChargeWhatAMeterCounted) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0101"); }));
    const Instant long_ago = *instant_from_text("2026-01-01T00:00:00Z");
    building.tell(PublishTariff{
        TariffId("T1"), "One price", long_ago, "", {{Band::single, Price{86'420'000}}}, {}});
    building.tell(AssignTariff{{MeterId("M0101"), TariffId("T1"), long_ago}});
    building.tell(OpenAccount{AccountId("A1"), CustomerId("C1"), {MeterId("M0101")}});
    const auto balance = [&] {
        return building.book().read(
            [](const State& state) { return state.wallets.begin()->second.balance; });
    };
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return balance().is_negative(); }));
}

TEST(Poller, ReportsTheEnergyOfAMeterThatNobodyPaysFor) {
    PolledBuilding building;  // M0301 is a plain meter without relay and without account
    building.poll();
    const auto unbilled = [&] {
        auto all = building.facts<ReadingRecorded>();
        std::erase_if(all, [](const ReadingRecorded& each) {
            return each.meter != MeterId("M0301") || each.lines.empty();
        });
        return all;
    };
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return unbilled().size() > 3; }));
    for (const ReadingRecorded& each : unbilled()) {
        EXPECT_EQ(each.use, ReadingUse::unbilled);
        Energy sum;
        for (const ChargeLine& line : each.lines) {
            sum += line.energy;
            EXPECT_EQ(line.amount, Money{});
        }
        EXPECT_GT(sum, Energy{});
    }
}

TEST(Poller, KeepsAZeroReadingApartAndGoesOn) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0102"); }));
    building.field().set_fault("zero_reading:L01/2:next=1");
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return !building.facts<ReadingQuarantined>().empty(); }));
    const std::size_t before = readings_of(building, "M0102");
    EXPECT_TRUE(
        PolledBuilding::comes_true([&] { return readings_of(building, "M0102") > before; }));
    EXPECT_EQ(building.facts<ReadingQuarantined>().size(), 1U);
}

TEST(Poller, TellsTheBookThatAnotherMeterHangsThere) {
    PolledBuilding building;
    building.field().meter("M0101").set_number("999999999999");
    building.poll();
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return !building.facts<ReadingQuarantined>().empty(); }));
    const ReadingQuarantined first = building.facts<ReadingQuarantined>().front();
    EXPECT_EQ(first.meter, MeterId("M0101"));
    EXPECT_EQ(first.reason, QuarantineReason::wrong_meter);
}

TEST(Poller, ReadsNothingWrongFromANoisyLine) {
    PolledBuilding building;
    for (const char* fault : {"late:L01:0.1", "bad_crc:L01:0.1", "truncated:L01:0.05",
                              "wrong_slave:L01:0.05", "late:L02:0.1", "disconnect:L02:0.05"})
        building.field().set_fault(fault);
    building.poll();
    EXPECT_TRUE(PolledBuilding::comes_true([&] {
        return readings_of(building, "M0101") > 20 && readings_of(building, "M0243") > 20;
    }));
    EXPECT_TRUE(building.facts<ReadingQuarantined>().empty());
}

TEST(Poller, LosesADeadMeterAndFindsItAgainWhileTheOthersAreRead) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0103"); }));
    building.field().set_fault("silence:L01/2");
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return is_lost(building, "M0102"); }));
    const std::size_t before = readings_of(building, "M0101");
    EXPECT_TRUE(
        PolledBuilding::comes_true([&] { return readings_of(building, "M0101") > before + 3; }));
    EXPECT_FALSE(building.is_line_lost("L01"));
    EXPECT_FALSE(is_lost(building, "M0101"));

    building.field().clear_faults("L01/2");
    // The state is ahead of the disk, the facts are what is on it.
    EXPECT_TRUE(
        PolledBuilding::comes_true([&] { return building.facts<ContactRestored>().size() == 1; }));
    EXPECT_FALSE(is_lost(building, "M0102"));
    EXPECT_EQ(building.facts<ContactLost>().size(), 1U);
}

TEST(Poller, LosesALineThatCannotBeReachedWithOneEventAndReadsTheOthers) {
    PolledBuilding building;
    building.tell(RegisterLine{{LineId("L01"),
                                {},
                                Transport::rtu_over_tcp,
                                "127.0.0.1:1",
                                9600,
                                Parity::none,
                                1,
                                100,
                                {},
                                30}});
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return building.is_line_lost("L01"); }));
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return readings_of(building, "M0302") > 3; }));
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return !building.facts<ContactLost>().empty(); }));
    EXPECT_EQ(building.facts<ContactLost>().size(), 1U);

    building.tell(RegisterLine{{LineId("L01"),
                                {},
                                Transport::rtu_over_tcp,
                                building.port_of("L01"),
                                9600,
                                Parity::none,
                                1,
                                100,
                                {},
                                30}});
    EXPECT_TRUE(PolledBuilding::comes_true(
        [&] { return !building.is_line_lost("L01") && was_read(building, "M0101"); }));
}

TEST(Poller, TakesUpAMeterThatIsRegisteredWhileItRuns) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0101"); }));
    building.tell(RegisterMeter{{MeterId("LATE"),
                                 LineId("L01"),
                                 99,
                                 ProfileId("acrel-ddsy1352"),
                                 "202406019999",
                                 1,
                                 1,
                                 13'200,
                                 true,
                                 DeductMode::book,
                                 {BuildingId("B1"), "1", "1"},
                                 {}}});
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return is_lost(building, "LATE"); }));
}

TEST(Poller, TakesUpAMeterWhoseRegistrationChanges) {
    PolledBuilding building;
    MeterRegistered meter = building.meter("M0102").registered;
    meter.unit = 99;
    meter.poll_interval_s = 86'400;
    building.tell(RegisterMeter{meter});
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0103"); }));
    EXPECT_FALSE(was_read(building, "M0102"));
    meter.unit = 2;
    building.tell(RegisterMeter{meter});
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0102"); }));
}

TEST(Poller, MovesAMeterToAnotherLineWithoutARestart) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0103"); }));
    MeterRegistered meter = building.meter("M0103").registered;
    meter.line = LineId("L02");
    building.tell(RegisterMeter{meter});
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return is_lost(building, "M0103"); }));
    meter.line = LineId("L01");
    building.tell(RegisterMeter{meter});
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return !is_lost(building, "M0103"); }));
}

TEST(Poller, LosesASilentLineWithOneEvent) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0103"); }));
    building.field().set_fault("silence:L01");
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return building.is_line_lost("L01"); }));
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return !building.facts<ContactLost>().empty(); }));
    EXPECT_EQ(building.facts<ContactLost>().size(), 1U);
}

TEST(Poller, GoesOnReadingWhenItsClockIsSetBack) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0101"); }));
    building.set_clock_back(2'400);  // ten hours and more of a test's time
    const auto questions = [&] {
        std::uint64_t all = 0;
        for (const auto& [meter, tally] : building.tallies()) all += tally.questions;
        return all;
    };
    const std::uint64_t before = questions();
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return questions() > before + 20; }));
}

TEST(Poller, ReadsEveryMeterSoonAfterALineIsBack) {
    PolledBuilding building;
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0103"); }));
    building.field().set_fault("silence:L01");
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return building.is_line_lost("L01"); }));
    building.field().clear_faults("L01");
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return !building.is_line_lost("L01"); }));
    for (const char* meter : {"M0101", "M0102", "M0103"}) {
        const std::size_t before = readings_of(building, meter);
        EXPECT_TRUE(
            PolledBuilding::comes_true([&] { return readings_of(building, meter) > before; }));
    }
}

// An old owner of the line needs half a minute to see that nobody answers.
TEST(Poller, ALineThatIsSlowToEndHoldsUpNoOther) {
    PolledBuilding building;
    LineRegistered slow = building.line_of("L01");
    slow.response_timeout_ms = 3'000;
    building.tell(RegisterLine{slow});
    building.field().set_fault("silence:L01");
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0243"); }));
    slow.response_timeout_ms = 100;
    building.tell(RegisterLine{slow});
    LineRegistered other = building.line_of("L02");
    other.response_timeout_ms = 150;
    building.tell(RegisterLine{other});
    const auto changed = std::chrono::steady_clock::now();
    const std::size_t before = readings_of(building, "M0243");
    ASSERT_TRUE(
        PolledBuilding::comes_true([&] { return readings_of(building, "M0243") > before + 10; }));
    building.field().clear_faults();
    EXPECT_TRUE(PolledBuilding::comes_true([&] { return was_read(building, "M0101"); }));
    EXPECT_LT(std::chrono::steady_clock::now() - changed, std::chrono::seconds(15));
}

TEST(Poller, TakesUpOtherProfilesWhileItRuns) {
    PolledBuilding building;
    building.poll();
    building.use({});
    ASSERT_TRUE(PolledBuilding::comes_true([&] {
        const auto reports = building.reports();
        return std::ranges::any_of(reports, [](const std::string& each) {
            return each.find("is not installed") != std::string::npos;
        });
    }));
    building.use(built_in_profiles());
    const std::size_t before = readings_of(building, "M0302");
    EXPECT_TRUE(
        PolledBuilding::comes_true([&] { return readings_of(building, "M0302") > before; }));
}

TEST(Poller, DoesNotStormALineThatCannotBeReached) {
    PolledBuilding building;
    LineRegistered dead = building.line_of("L01");
    dead.address = "127.0.0.1:1";
    building.tell(RegisterLine{dead});
    for (const char* meter : {"M0101", "M0102", "M0103"})
        (void)building.request(meter, CommandKind::read_now);
    const auto began = std::chrono::steady_clock::now();
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return building.is_line_lost("L01"); }));
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return readings_of(building, "M0302") > 10; }));
    std::uint64_t attempts = 0;
    for (const auto& [where, tally] : building.tallies()) {
        if (where.first == LineId("L01")) attempts += tally.disconnections;
    }
    const auto took =
        std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
    EXPECT_LE(attempts, 2 + 2 * static_cast<std::uint64_t>(took.count()));
    dead.address = building.port_of("L01");
    building.tell(RegisterLine{dead});
    EXPECT_TRUE(
        PolledBuilding::comes_true([&] { return building.facts<CommandConfirmed>().size() == 3; }));
}

}  // namespace
}  // namespace ingest
