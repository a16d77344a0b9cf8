#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Of two administrators who edit the same operator, role or meter one is told that the other was
// first.

namespace {

class WhoIsFirst : public testing::Test {
protected:
    WhoIsFirst() { service.hire("li", {"cashier"}); }

    std::string etag(const std::string& path) {
        const auto answer = service.ask_with(chen, path, {});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.headers.contains("ETag") ? answer.headers.at("ETag") : "";
    }
    api::Response edit(const std::string& method, const std::string& path, const std::string& body,
                       const std::string& seen) {
        return service.ask(
            method, path,
            {{"cookie", chen.cookie}, {"x-csrf-token", chen.csrf_token}, {"if-match", seen}}, body);
    }
    /// Taken from who has seen the newest, and not from who saw the one before.
    void expect_one_first(const std::string& path, const std::string& body,
                          const std::string& other_body) {
        const std::string seen = etag(path);
        const auto first = edit("PUT", path, body, seen);
        EXPECT_EQ(first.status, 201) << first.body;
        EXPECT_NE(etag(path), seen);
        const auto second = edit("PUT", path, other_body, seen);
        EXPECT_EQ(second.status, 412) << second.body;
        EXPECT_EQ(code_of(second), "subject_must_be_unchanged");
        EXPECT_EQ(edit("PUT", path, other_body, etag(path)).status, 201);
    }

    GuardedService service;
    Browser chen = service.sign_in("chen").value();
};

TEST_F(WhoIsFirst, ToChangeAnOperator) {
    const auto named = [](const std::string& name) {
        return R"({"display_name":")" + name +
               R"(","roles":["cashier"],"buildings":[],"accounts":[],"disabled":false})";
    };
    expect_one_first("/v1/operators/li", named("Counter 1"), named("Counter 2"));
}

TEST_F(WhoIsFirst, ToDefineARole) {
    expect_one_first("/v1/roles/cashier", R"({"rights":["money.sell"]})",
                     R"({"rights":["money.read","money.sell"]})");
}

TEST_F(WhoIsFirst, ToSignInComesBetweenNobody) {
    const std::string seen = etag("/v1/operators/li");
    ASSERT_TRUE(service.sign_in("li"));
    EXPECT_EQ(etag("/v1/operators/li"), seen);
}

TEST_F(WhoIsFirst, ToRetireAMeter) {
    const std::string thresholds = R"({"alarm1":"20.00","alarm2":"5.00","overload_w":0})";
    service.tell(ledger::RegisterMeter{{ledger::MeterId("M3"),
                                        ledger::LineId("L1"),
                                        3,
                                        ledger::ProfileId("acrel-ddsy1352"),
                                        "",
                                        1,
                                        1,
                                        13'200,
                                        true,
                                        ledger::DeductMode::book,
                                        {ledger::BuildingId("B1"), "1", "103"},
                                        {}}});
    const std::string seen = etag("/v1/meters/M3");
    ASSERT_EQ(edit("PUT", "/v1/meters/M3/thresholds", thresholds, seen).status, 201);
    const std::string gone = R"({"reason":"gone"})";
    EXPECT_EQ(edit("POST", "/v1/meters/M3/retirement", gone, seen).status, 412);
    const auto retired = edit("POST", "/v1/meters/M3/retirement", gone, etag("/v1/meters/M3"));
    EXPECT_EQ(retired.status, 201) << retired.body;
    EXPECT_EQ(retired.headers.at("ETag"), etag("/v1/meters/M3"));
}

}  // namespace
