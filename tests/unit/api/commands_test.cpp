#include <gtest/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

namespace {

api::Response request(AskedService& service, const std::string& body) {
    return service.ask({"POST", "/v1/commands", {}, {{"idempotency-key", "storm"}}, body});
}

TEST(Commands, AskedAgainUnderTheirKeyAreRepeatedThoughTimeHasPassed) {
    AskedService service;
    const std::string body = R"({"meter":"M1","kind":"trip","reason":"storm"})";
    const api::Response first = request(service, body);
    ASSERT_EQ(first.status, 201) << first.body;
    service.pass(std::chrono::seconds(3));
    const api::Response again = request(service, body);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.headers.at("Idempotent-Replayed"), "true");
}

TEST(Commands, ThatNameNoEndAreGivenADay) {
    AskedService service;
    const Json body = Json::parse(
        request(service, R"({"meter":"M1","kind":"trip","expires_at":null,"reason":"storm"})")
            .body);
    const Json& event = body.at("events")[0];
    EXPECT_EQ(event.at("recorded_at"), "2026-10-01T00:00:00Z");
    EXPECT_EQ(event.at("data").at("expires_at"), "2026-10-02T00:00:00Z");
}

}  // namespace
