#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/api/asked_service.hpp"

// What is wrong with meters now: M4 has a reading in quarantine.

namespace {

using Json = nlohmann::json;

Json items(const std::string& query) {
    const api::Response answer = asked().ask("GET", "/v1/alarms" + query);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Json::parse(answer.body)["items"];
}

TEST(Alarms, ThatAreOnAreThoseOfTheReport) {
    std::set<std::string> live;
    for (const Json& each : items("")) {
        const std::string position = each["position"].dump();
        live.insert(position);
        const Json event = Json::parse(asked().ask("GET", "/v1/events/" + position).body);
        EXPECT_EQ(event["type"], "AlarmRaised");
        EXPECT_EQ(event["data"]["kind"], each["kind"]);
        EXPECT_EQ(event["data"]["meter"], each["meter"]);
        EXPECT_EQ(event["data"]["detail"], each["detail"]);
    }
    std::set<std::string> told;
    const Json report = Json::parse(asked().ask("GET", "/v1/reports/live-alarms").body);
    for (const Json& row : report["rows"]) told.insert(row["position"].dump());
    EXPECT_FALSE(live.empty());
    EXPECT_EQ(live, told);
}

TEST(Alarms, AreChosenByKindAndPlace) {
    const std::size_t all = items("").size();
    const Json quarantined = items("?kind=quarantine&meter=M4");
    ASSERT_EQ(quarantined.size(), 1U);
    EXPECT_EQ(quarantined[0]["meter"], "M4");
    EXPECT_EQ(items("?line=L1").size(), all);
    EXPECT_EQ(items("?building=B1").size(), all);
    for (const char* none : {"?kind=overload", "?meter=M9", "?line=L9", "?building=B9"})
        EXPECT_TRUE(items(none).empty()) << none;
    EXPECT_EQ(asked().ask("GET", "/v1/alarms?kind=fire").status, 400);
}

}  // namespace
