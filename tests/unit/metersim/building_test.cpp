#include "tools/metersim/building/building.hpp"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "tools/metersim/building/building_json.hpp"

namespace metersim {
namespace {

using nlohmann::json;

TEST(DemoBuilding, IsTheOneOfTheProject) {
    const Building building = demo_building();
    std::map<MeterKind, int> kinds;
    std::map<std::string, int> on_line;
    std::set<std::string> boxes;
    for (const MeterSpec& meter : building.meters) {
        ++kinds[meter.kind];
        ++on_line[meter.line];
        if (!meter.box.empty()) boxes.insert(meter.box);
        EXPECT_FALSE(meter.building.empty() || meter.floor.empty() || meter.room.empty());
    }
    EXPECT_EQ(kinds[MeterKind::ddsy1352], 220);
    EXPECT_EQ(kinds[MeterKind::dtsy1352], 55);
    EXPECT_EQ(kinds[MeterKind::adf400l_1p], 7 * 18);
    EXPECT_EQ(kinds[MeterKind::adf400l_3p], 7 * 6);
    EXPECT_EQ(boxes.size(), 7U);
    for (const auto& [line, meters] : on_line) EXPECT_LE(meters, 30) << line;
}

TEST(DemoBuilding, GivesEachThreePhaseUserOfABoxThreeSlaveIds) {
    const Building building = demo_building();
    std::vector<int> units;
    for (const MeterSpec& meter : building.meters) {
        if (meter.box == "BOX3") units.push_back(meter.unit);
    }
    const std::vector<int> expected{1,  4,  7,  10, 13, 16, 19, 20, 21, 22, 23, 24,
                                    25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36};
    EXPECT_EQ(units, expected);
}

TEST(BuildingJson, KeepsEverythingThereAndBack) {
    for (const Building& building : {demo_building(), small_building()}) {
        EXPECT_EQ(read_building(write_building(building)), building);
    }
}

/// What `change` makes of the small building, read again.
template <class Change>
std::string refusal_after(Change change) {
    json plan = json::parse(write_building(small_building()));
    change(plan);
    try {
        read_building(plan.dump());
        return "accepted";
    } catch (const std::invalid_argument& fault) {
        return fault.what();
    }
}

TEST(BuildingJson, NamesTheFieldThatIsWrong) {
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][3]["unit"] = 1.5; }),
              "meters[3].unit must be a whole number from -2147483648 to 2147483647, not 1.5");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0].erase("number"); }),
              "meters[0].number is missing");
    EXPECT_EQ(refusal_after([](json& plan) { plan["lines"][1]["colour"] = "red"; }),
              "lines[1].colour is not a known field; take it out");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["energy_kwh"] = 1000; }),
              "meters[0].energy_kwh must be text");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["balance"] = "1.234"; }),
              "meters[0].balance must be a decimal text such as \"12.34\"");
    EXPECT_EQ(refusal_after([](json& plan) { plan["lines"][0]["host"] = "0.0.0.0"; }),
              "lines[0].host must be 127.0.0.1: simulated lines stay on this machine");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["phases"] = 3; }),
              "meters[0].phases must be 1 for acrel-ddsy1352");
}

TEST(BuildingJson, NamesTheMeterThatCannotBe) {
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][1]["unit"] = 1; }),
              "meter M0102: unit 1 of line L01 belongs to another meter");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["line"] = "L77"; }),
              "meter M0101: there is no line L77");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["ct"] = 20; }),
              "meter M0101: a single-phase meter has no transformers; ct and pt must be 1");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["rated_power_w"] = 1000; }),
              "meter M0101: 8000 kWh a year peak at 3915 W, above rated_power_w 1000: lower one or "
              "raise the other");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["number"] = "12"; }),
              "meter M0101: number must have 12 digits");
    EXPECT_EQ(refusal_after([](json& plan) { plan["meters"][0]["box"] = "BOX9"; }),
              "meter M0101: a box is named for ADF400L users, and for them alone");
    EXPECT_NE(refusal_after([](json& plan) {
                  plan["meters"][0]["load"]["curve"] = "z9";
              }).find("no load profile 'z9'; known are g0"),
              std::string::npos);
    EXPECT_EQ(refusal_after([](json& plan) { plan["lines"][2]["baud"] = 9601; }),
              "line L03: 9601 is no baud rate; take 1200 to 115200 as usual");
}

TEST(BuildingJson, RefusesAMemberThatIsThereTwice) {
    EXPECT_THROW(
        read_building(R"({"site": {"name": "a", "name": "b"}, "lines": [], "meters": []})"),
        std::invalid_argument);
}

TEST(BuildingJson, RefusesDeepNesting) {
    EXPECT_THROW(read_building(std::string(100'000, '[')), std::invalid_argument);
}

RC_GTEST_PROP(BuildingJson, RefusesAnyOtherTextWithASentence, (const std::string& text)) {
    RC_ASSERT_THROWS_AS(read_building(text), std::invalid_argument);
}

}  // namespace
}  // namespace metersim
