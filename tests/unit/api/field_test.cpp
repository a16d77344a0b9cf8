#include <gtest/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

// What is shown of lines and meters besides what is registered.

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test that fills a book

Json read(const AskedService& service, const std::string& target) {
    return Json::parse(service.ask("GET", target).body);
}

TEST(Lines, NameTheMetersThatAreSilentTogether) {
    AskedService service;
    service.tell(ReportContactLost{
        LineId("L1"), {}, 3, "no answer", {MeterId("M2"), MeterId("M3"), MeterId("M5")}});
    const Json line = read(service, "/v1/lines/L1");
    EXPECT_EQ(line.at("in_contact"), true);
    EXPECT_EQ(line.at("silent_meters"), Json::parse(R"(["M2","M3","M5"])"));
    EXPECT_EQ(read(service, "/v1/lines").at("items")[0], line);
    EXPECT_EQ(read(service, "/v1/meter-states/M2").at("state"), "lost_contact");
    service.tell(ReportContact{LineId("L1"), MeterId("M3")});
    EXPECT_EQ(read(service, "/v1/lines/L1").at("silent_meters"), Json::parse(R"(["M2","M5"])"));
}

TEST(Lines, TellWhatTheyMetAsTheSumOfTheirMeters) {
    AskedService service;
    EXPECT_TRUE(read(service, "/v1/lines/L1").at("met").is_null()) << "read elsewhere";
    service.meet({{LineId("L1"), MeterId("M1"), 10, 1, 2, 3, 4, 5, 6},
                  {LineId("L1"), MeterId("M2"), 20, 1, 0, 0, 0, 0, 100},
                  {LineId("L9"), MeterId("M9"), 99, 9, 9, 9, 9, 9, 99}});
    EXPECT_EQ(read(service, "/v1/lines/L1").at("met"),
              Json::parse(R"({"questions":30,"timeouts":2,"broken_frames":2,"wrong_answers":3,
                              "exceptions":4,"disconnections":5,"drained_bytes":106})"));
    EXPECT_EQ(read(service, "/v1/meters/M2").at("met").at("drained_bytes"), 100);
    EXPECT_TRUE(read(service, "/v1/meters/M3").at("met").is_null()) << "not asked yet";
}

TEST(Metrics, CountWhatWentWrongOnALine) {
    AskedService service;
    service.meet({{LineId("L1"), MeterId("M1"), 10, 1, 2, 3, 4, 5, 6}});
    const auto has = [&](const std::string& line) {
        return service.ask("GET", "/metrics").body.find(line + "\n") != std::string::npos;
    };
    EXPECT_TRUE(has(R"(meterbook_line_questions_total{line="L1",meter="M1"} 10)"));
    EXPECT_TRUE(has(R"(meterbook_line_faults_total{kind="timeout",line="L1",meter="M1"} 1)"));
    EXPECT_TRUE(has(R"(meterbook_line_faults_total{kind="broken_frame",line="L1",meter="M1"} 2)"));
    EXPECT_TRUE(has(R"(meterbook_line_drained_bytes_total{line="L1",meter="M1"} 6)"));
    service.meet({{LineId("L1"), MeterId("M1"), 12, 3, 2, 3, 4, 5, 6}});
    EXPECT_TRUE(has(R"(meterbook_line_faults_total{kind="timeout",line="L1",meter="M1"} 3)"));
}

TEST(Retirement, TakesAMeterOffTheWallAndLeavesWhatItTold) {
    AskedService service;
    const Json readings = read(service, "/v1/meters/M5/readings");
    const api::Response retired =
        service.ask("POST", "/v1/meters/M5/retirement", R"({"reason":"torn down"})");
    ASSERT_EQ(retired.status, 201) << retired.body;
    const auto at = Json::parse(retired.body).at("position").get<std::uint64_t>();
    const std::string seen = "?at_least=" + std::to_string(at);
    EXPECT_EQ(service.ask("GET", "/v1/meter-states/M5" + seen).status, 404);
    EXPECT_EQ(read(service, "/v1/meter-states").at("items").size(), 4U);
    EXPECT_EQ(read(service, "/v1/meters/M5").at("in_use"), false);
    EXPECT_EQ(read(service, "/v1/meters/M5/readings"), readings);

    const api::Response refused =
        service.ask("POST", "/v1/meters/M1/retirement", R"({"reason":"torn down"})");
    EXPECT_EQ(Json::parse(refused.body).at("code"), "meter_must_be_unattached");

    service.tell(RegisterMeter{service.book().read(
        [](const State& state) { return state.meters.at(MeterId("M5")).registered; })});
    EXPECT_EQ(read(service, "/v1/meters/M5").at("in_use"), true);
    EXPECT_EQ(read(service, "/v1/meter-states").at("items").size(), 5U);
}

}  // namespace
