#include "ingest/survey.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/unit/ingest/mixed_building.hpp"
#include "tests/unit/ingest/polled_building.hpp"
#include "tests/unit/ingest/raw_peer.hpp"

namespace ingest {
namespace {

using ledger::LineId;
using ledger::MeterRegistered;

const Profiles& profiles() {
    static const Profiles all = built_in_profiles();
    return all;
}

/// The meters of one line, as the building's plan and the book have them.
std::vector<MeterRegistered> registered_on(const PolledBuilding& building, const char* line) {
    std::vector<MeterRegistered> found;
    for (const metersim::MeterSpec& spec : building.plan().meters) {
        if (spec.line == line) found.push_back(building.meter(spec.id).registered);
    }
    return found;
}

/// Asks the first units of a line and those of the box, with all profiles.
std::vector<Inspected> probed(PolledBuilding& building, const char* line_name,
                              const std::vector<MeterRegistered>& registered) {
    ledger::LineRegistered settings = building.book().read(
        [&](const auto& state) { return state.lines.at(LineId(line_name)).registered; });
    settings.response_timeout_ms = 40;
    Line line(settings);
    SurveyPlan plan{{1, 2, 3, 4, 37, 40, 43, 44, 45}, {}, registered};
    for (const auto& [id, profile] : profiles()) plan.profiles.push_back(&profile);
    return inspect(Survey(line, plan, [](std::size_t, std::size_t) {}).run(), registered,
                   profiles());
}

const Inspected& row(const std::vector<Inspected>& report, const char* meter) {
    const auto found = std::find_if(report.begin(), report.end(), [&](const Inspected& each) {
        return each.meter == ledger::MeterId(meter);
    });
    return found == report.end() ? throw std::out_of_range(meter) : *found;
}

class EveryLine : public testing::TestWithParam<const char*> {};

TEST_P(EveryLine, IsAsItIsRegistered) {
    PolledBuilding building;
    const auto registered = registered_on(building, GetParam());
    const auto report = probed(building, GetParam(), registered);
    EXPECT_EQ(report.size(), registered.size());
    for (const Inspected& each : report) {
        EXPECT_EQ(each.verdict, Verdict::as_registered) << each.meter.text();
        const MeterRegistered meter = building.meter(each.meter.text()).registered;
        EXPECT_EQ(each.seen.profiles.front(), meter.profile);
        if (each.seen.face.ct || meter.ct == 1) {
            EXPECT_TRUE(each.remarks.empty()) << each.meter.text() << " " << each.remarks.front();
        } else {  // nobody else can compare them
            ASSERT_EQ(each.remarks.size(), 1U) << each.meter.text();
            EXPECT_NE(each.remarks.front().find("it shows none"), std::string::npos);
        }
    }
}

/// Thirty meters that all answer would else take three minutes.
TEST_P(EveryLine, DoesNotAskByNumberWhoHasAnsweredAsItsUnit) {
    PolledBuilding building;
    const auto registered = registered_on(building, GetParam());
    ledger::LineRegistered settings = building.book().read(
        [&](const auto& state) { return state.lines.at(LineId(GetParam())).registered; });
    settings.response_timeout_ms = 200;
    Line line(settings);
    SurveyPlan plan{{}, {}, registered};
    for (const MeterRegistered& each : registered) plan.units.insert(each.unit);
    for (const auto& [id, profile] : profiles()) plan.profiles.push_back(&profile);
    EXPECT_EQ(Survey(line, plan, [](std::size_t, std::size_t) {}).run().size(), registered.size());
    EXPECT_LT(line.tally().timeouts, 3 * registered.size());
}

INSTANTIATE_TEST_SUITE_P(Survey, EveryLine, testing::Values("L01", "L02", "L03"));

TEST(Survey, FindsMetersOfWhichNothingIsKnown) {
    PolledBuilding building;
    const auto report = probed(building, "L01", {});
    ASSERT_EQ(report.size(), 3U);
    for (const Inspected& each : report) {
        EXPECT_EQ(each.verdict, Verdict::found);
        EXPECT_TRUE(each.seen.is_sure);
        EXPECT_EQ(each.seen.number.size(), 12U);
    }
}

TEST(Survey, TellsWhatDiffersFromTheRegister) {
    PolledBuilding building;
    auto registered = registered_on(building, "L01");
    building.field().meter("M0101").set_number("999999999999");
    building.field().meter("M0103").set_ratio(40, 1);
    registered[1].profile = ledger::ProfileId("acrel-dtsy1352");
    const auto report = probed(building, "L01", registered);
    ASSERT_EQ(report.size(), 3U);
    for (const Inspected& each : report) EXPECT_EQ(each.verdict, Verdict::differs);
    EXPECT_EQ(row(report, "M0101").remarks.front(),
              "number 202406010101 is registered, and 999999999999 hangs there");
    EXPECT_EQ(row(report, "M0102").remarks.front(),
              "it is registered as acrel-dtsy1352, and is read as acrel-ddsy1352");
    EXPECT_EQ(row(report, "M0103").remarks.front(),
              "CT 20 is registered, and it shows 40: one of them is wrong on every bill");
}

TEST(Survey, TellsWhoIsSilentAndWhoIsAStranger) {
    PolledBuilding building;
    auto registered = registered_on(building, "L01");
    registered.pop_back();  // M0103
    building.field().set_fault("silence:L01/2");
    const auto report = probed(building, "L01", registered);
    ASSERT_EQ(report.size(), 3U);
    EXPECT_EQ(row(report, "M0101").verdict, Verdict::as_registered);
    EXPECT_EQ(row(report, "M0102").verdict, Verdict::silent);
    EXPECT_EQ(row(report, "").verdict, Verdict::not_registered);
    EXPECT_EQ(row(report, "").seen.unit, 3U);
}

TEST(Survey, CallsAUnitWithTwoMetersGarbled) {
    PolledBuilding building;
    building.field().set_fault("bad_crc:L01/2");
    const auto report = probed(building, "L01", registered_on(building, "L01"));
    EXPECT_EQ(row(report, "M0102").verdict, Verdict::garbled);
    EXPECT_EQ(row(report, "M0101").verdict, Verdict::as_registered);
}

TEST(Survey, DoesNotTakeAGatewaysWordForAMeters) {
    PolledBuilding building;  // behind L02 nobody answers at units 1 to 4: exception 11
    EXPECT_EQ(probed(building, "L02", {}).size(), 4U);
}

TEST(Survey, FindsDlt645MetersByNarrowingTheWildcard) {
    PolledBuilding building(mixed_building());
    const auto report = probed(building, "L01", {});
    ASSERT_EQ(report.size(), 3U);
    EXPECT_EQ(report[0].seen.unit, 1U);
    EXPECT_EQ(report[1].seen.number, "202303150012");
    EXPECT_EQ(report[2].seen.number, "202303150013");
    EXPECT_EQ(report[2].seen.face.ct, 20U);
}

TEST(Survey, HoldsDlt645MetersAgainstTheRegisterByNumber) {
    PolledBuilding building(mixed_building());
    auto registered = registered_on(building, "L01");
    for (const Inspected& each : probed(building, "L01", registered))
        EXPECT_EQ(each.verdict, Verdict::as_registered) << each.meter.text();
    building.field().meter("M0102").set_number("202303159999");
    const auto report = probed(building, "L01", registered);
    EXPECT_EQ(row(report, "M0102").verdict, Verdict::silent);
    EXPECT_EQ(row(report, "").seen.number, "202303159999");
}

TEST(Survey, GivesUpOnALineThatNeverFallsQuiet) {
    const RawPeer babbler(ledger::Transport::rtu_over_tcp, [](const metersim::Bytes&) {
        return std::vector<Piece>{{std::chrono::milliseconds(0), {0x55, 0xAA, 0x55}}};
    });
    Line line(babbler.line(5));
    const Profiles profiles = built_in_profiles();
    const auto sightings =
        Survey(line, {{}, {&profiles.at(ledger::ProfileId("dlt645-2007-1p"))}, {}},
               [](std::size_t, std::size_t) {})
            .run();
    ASSERT_EQ(sightings.size(), 1U);
    EXPECT_TRUE(sightings.front().is_garbled);
    EXPECT_LE(line.tally().questions, 100U);
}

TEST(Survey, SaysWhyTheLineCannotBeAsked) {
    const PolledBuilding building;
    Line line({LineId("L"),
               {},
               ledger::Transport::rtu_over_tcp,
               "127.0.0.1:1",
               9600,
               ledger::Parity::none,
               1,
               40,
               {},
               30});
    Survey survey(line, {{1}, {&profiles().begin()->second}, {}}, [](std::size_t, std::size_t) {});
    EXPECT_THROW((void)survey.run(), std::runtime_error);
}

TEST(Inspection, TellsOfCtAndPtEachThatItIsNotShown) {
    Sighting seen;
    seen.unit = 1;
    seen.profiles = {ledger::ProfileId("acrel-dtsy1352")};
    MeterRegistered meter{};
    meter.unit = 1;
    meter.profile = seen.profiles.front();
    meter.ct = 20;
    meter.pt = 100;
    const auto remarks = [&] { return inspect({seen}, {meter}, profiles()).front().remarks; };
    const auto unshown = [](const std::string& what) {
        return what + " is registered, and it shows none: hold it against the nameplate";
    };
    EXPECT_EQ(remarks(), (std::vector{unshown("CT 20"), unshown("PT 100")}));
    seen.face.ct = 20;
    EXPECT_EQ(remarks(), std::vector{unshown("PT 100")});
    seen.face.pt = 100;
    EXPECT_TRUE(remarks().empty());
    seen.face.ct.reset();
    EXPECT_EQ(remarks(), std::vector{unshown("CT 20")});
}

TEST(Inspection, NamesWhatIsOddAboutAMeter) {
    Sighting seen;
    seen.unit = 1;
    seen.profiles = {ledger::ProfileId("acrel-dtsy1352")};
    seen.face.total = 1'000;
    seen.face.rates = {100, 200, 300, 389};
    seen.face.power_w = -5;
    const auto remarks = inspect({seen}, {}, profiles()).front().remarks;
    ASSERT_EQ(remarks.size(), 2U);
    EXPECT_NE(remarks[0].find("sum to 989"), std::string::npos);
    EXPECT_NE(remarks[1].find("turned round"), std::string::npos);
    seen.face.rates.back() = 397;
    seen.face.power_w = 5;
    EXPECT_TRUE(inspect({seen}, {}, profiles()).front().remarks.empty());
}

}  // namespace
}  // namespace ingest
