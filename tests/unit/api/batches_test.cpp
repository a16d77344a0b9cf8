#include <gtest/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test that fills a book

api::Response post(const AskedService& service, const std::string& path, const std::string& body) {
    return service.ask({"POST", path, {}, {{"idempotency-key", "drill"}}, body});
}

Json rows_of(const AskedService& service, const std::string& batch) {
    return Json::parse(service.ask("GET", "/v1/batches/" + batch + "/rows").body).at("items");
}

/// M1 has no thresholds and is refused; M2's command is on its way.
Position half_refused(AskedService& service) {
    service.tell(RequestBatch{
        BatchId("HALF"), CommandKind::settings_download, {MeterId("M1"), MeterId("M2")}, {}, {}});
    return service.tell(AdvanceBatch{BatchId("HALF")}).events.back().envelope.position;
}

TEST(Batches, AskedAgainUnderTheirKeyAreTheSameThoughMoreRowsHaveFailedSince) {
    AskedService service;
    const Position waiting = half_refused(service);
    const std::string body = R"({"batch":"AGAIN","reason":"drill"})";
    const api::Response first = post(service, "/v1/batches/HALF/retry", body);
    ASSERT_EQ(first.status, 201) << first.body;
    service.tell(AdvanceBatch{BatchId("AGAIN")});
    service.tell(ReportFailed{waiting, "no answer"});
    const api::Response again = post(service, "/v1/batches/HALF/retry", body);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.headers.at("Idempotent-Replayed"), "true");
    EXPECT_EQ(rows_of(service, "AGAIN").size(), 1U);
}

TEST(Batches, OfALineAskedAgainUnderTheirKeyAreTheSameThoughAMeterCameSince) {
    AskedService service;
    const std::string body = R"({"batch":"LINE","kind":"read_now","line":"L1"})";
    const api::Response first = post(service, "/v1/batches", body);
    ASSERT_EQ(first.status, 201) << first.body;
    MeterRegistered more = service.book().read(
        [](const State& state) { return state.meters.at(MeterId("M1")).registered; });
    more.meter = MeterId("M6");
    more.unit = 6;
    service.tell(RegisterMeter{more});
    const api::Response again = post(service, "/v1/batches", body);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.headers.at("Idempotent-Replayed"), "true");
    EXPECT_EQ(rows_of(service, "LINE").size(), 5U);
}

TEST(Batches, AreTheOneWayToSwitchMany) {
    const AskedService service;
    const api::Response refused = post(
        service, "/v1/commands", R"({"meters":["M1","M2"],"kind":"trip","reason":"fire drill"})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.body.find("ask for a batch"), std::string::npos) << refused.body;
}

TEST(Batches, OfALineLeaveOutItsRetiredMeters) {
    AskedService service;
    service.tell(RetireMeter{{MeterId("M5")}});
    const api::Response answer =
        post(service, "/v1/batches", R"({"batch":"LINE","kind":"read_now","line":"L1"})");
    ASSERT_EQ(answer.status, 201) << answer.body;
    service.tell(AdvanceBatch{BatchId("LINE")});
    EXPECT_EQ(rows_of(service, "LINE").size(), 4U);
}

}  // namespace
