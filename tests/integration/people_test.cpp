#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/http_client.hpp"
#include "tests/integration/serving.hpp"

namespace {

using Json = nlohmann::json;

std::string key(const std::string& text) { return "Idempotency-Key: " + text + "\r\n"; }

/// A book that is served, with one opened meter M1, whose account is A1.
class People : public testing::Test {
protected:
    Answer ask(const std::string& method, const std::string& path, const Json& body = {},
               const std::string& own_key = "") {
        return client.ask(method, path, body.is_null() ? "" : body.dump(),
                          own_key.empty() ? "" : key(own_key));
    }
    Json get(const std::string& path) { return Json::parse(ask("GET", path).body); }

    TemporaryDirectory directory;
    Serving serving{directory.path()};
    HttpClient client{serving.port()};
};

TEST_F(People, AreNamedFoundAndForgotten) {
    const Json zhang{{"name", "张三"}, {"phone", "138 0000 1111"}};
    ASSERT_EQ(ask("PUT", "/v1/customers/C7", zhang, "k1").status, 201);
    EXPECT_EQ(ask("PUT", "/v1/customers/C7", zhang, "k1").headers.at("idempotent-replayed"),
              "true");
    EXPECT_EQ(ask("PUT", "/v1/customers/C7", zhang).status, 200) << "nothing changes";
    ASSERT_EQ(ask("PUT", "/v1/customers/C8", {{"name", "Li Si"}, {"phone", ""}}).status, 201);
    EXPECT_EQ(get("/v1/customers/C7")["name"], "张三");
    EXPECT_EQ(get("/v1/customers")["items"].size(), 2U);
    EXPECT_EQ(get("/v1/customers?search=li")["items"][0]["customer"], "C8");
    EXPECT_EQ(get("/v1/customers?search=0000")["items"][0]["customer"], "C7");
    EXPECT_EQ(get("/v1/customers?search=wang")["items"].size(), 0U);
    EXPECT_EQ(get("/v1/customers?limit=1")["next_cursor"], "C7");
    EXPECT_EQ(ask("GET", "/v1/events?type=CustomerRegistered").body.find("张三"),
              std::string::npos);
    EXPECT_EQ(ask("POST", "/v1/customers/C7/forgetting", Json::object()).status, 422);
    ASSERT_EQ(ask("POST", "/v1/customers/C7/forgetting", {{"reason", "asked"}}).status, 201);
    const Json forgotten = get("/v1/customers/C7");
    EXPECT_EQ(forgotten["state"], "forgotten");
    EXPECT_TRUE(forgotten["name"].is_null());
    EXPECT_EQ(ask("PUT", "/v1/customers/C7", zhang, "k1").status, 409);
    EXPECT_EQ(ask("GET", "/v1/customers/C9").status, 404);
}

TEST_F(People, MustHaveANameThatIsText) {
    const Answer empty = ask("PUT", "/v1/customers/C7", {{"name", ""}, {"phone", ""}});
    EXPECT_EQ(empty.status, 422);
    EXPECT_EQ(Json::parse(empty.body)["field"], "name");
    const Answer missing = ask("PUT", "/v1/customers/C7", {{"name", "Li"}});
    EXPECT_EQ(Json::parse(missing.body)["field"], "/phone");
    EXPECT_FALSE(std::filesystem::exists(directory / "keys")) << "no key for what is refused";
}

TEST_F(People, ADryRunMakesNoKey) {
    const Answer dry = ask("PUT", "/v1/customers/C7?dry_run=true", {{"name", "Li"}, {"phone", ""}});
    EXPECT_EQ(dry.status, 200);
    EXPECT_EQ(Json::parse(dry.body)["events"][0]["type"], "CustomerRegistered");
    EXPECT_FALSE(std::filesystem::exists(directory / "keys"));
}

TEST_F(People, WaitInAPreparedAccountUntilItsMeterIsFree) {
    const Json plan{{"customer", "C7"}, {"meters", {"M1"}}};
    ASSERT_EQ(ask("PUT", "/v1/prepared-accounts/A2", plan).status, 201);
    const Json waiting = get("/v1/prepared-accounts")["items"][0];
    EXPECT_EQ(waiting["account"], "A2");
    EXPECT_NE(waiting["waits_for"].dump().find("belongs to account 'A1'"), std::string::npos);
    EXPECT_EQ(ask("POST", "/v1/prepared-accounts/A2/opening", Json::object()).status, 409);
    const Json closing{{"method", "cash"}, {"reason", "moves out"}};
    ASSERT_EQ(ask("POST", "/v1/accounts/A1/closing", closing, "c1").status, 201);
    EXPECT_TRUE(get("/v1/prepared-accounts/A2")["waits_for"].is_null());
    ASSERT_EQ(ask("POST", "/v1/prepared-accounts/A2/opening", Json::object(), "o1").status, 201);
    EXPECT_EQ(get("/v1/accounts/A2")["customer"], "C7");
    EXPECT_EQ(get("/v1/prepared-accounts")["items"].size(), 0U);
    EXPECT_EQ(ask("GET", "/v1/prepared-accounts/A2").status, 404);
}

TEST_F(People, AreEnteredManyAtOnceOrNotAtAll) {
    const Json good{{"account", "P1"}, {"customer", "C7"}, {"meters", {"M1"}}};
    const Json bad{{"account", "P2"}, {"customer", "C8"}, {"meters", {"M99"}}};
    const Answer refused = ask("POST", "/v1/prepared-accounts/batch",
                               {{"accounts", {good, bad}}, {"reason", "new house"}}, "b1");
    EXPECT_EQ(refused.status, 422);
    const Json rows = Json::parse(refused.body)["rows"];
    EXPECT_EQ(rows[0]["verdict"], "accepted");
    EXPECT_EQ(rows[1]["verdict"], "refused");
    EXPECT_EQ(rows[1]["code"], "meter_must_exist");
    EXPECT_EQ(get("/v1/prepared-accounts")["items"].size(), 0U);
    const std::string csv = "account,customer,meter,wallets\nP1,C7,M1,pooled\n";
    const Json file{{"csv", csv}, {"reason", "new house"}};
    const Answer dry = ask("POST", "/v1/prepared-accounts/batch?dry_run=true", file, "b2");
    EXPECT_EQ(Json::parse(dry.body)["rows"][0]["events"][0]["type"], "AccountPrepared");
    EXPECT_EQ(ask("POST", "/v1/prepared-accounts/batch", file, "b2").status, 201);
    const Answer again = ask("POST", "/v1/prepared-accounts/batch", file, "b2");
    EXPECT_EQ(again.body, ask("POST", "/v1/prepared-accounts/batch", file, "b2").body);
    EXPECT_EQ(Json::parse(again.body)["rows"][0]["verdict"], "accepted");
    EXPECT_EQ(get("/v1/prepared-accounts")["items"][0]["wallets"], "pooled");
}

TEST_F(People, BringTheirOldBalances) {
    const Json wrong{{"csv",
                      "wallet,amount,source,reference\nA1.M1,5.00,till,7\n"
                      "control total,6.00,,1\n"},
                     {"reason", "moved in"}};
    const Answer refused = ask("POST", "/v1/old-balances", wrong, "m1");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(Json::parse(refused.body)["field"], "line 3, amount");
    const Json file{{"csv",
                     "wallet,amount,source,reference\nA1.M1,-5.00,till,7\n"
                     "control total,-5.00,,1\n"},
                    {"reason", "moved in"}};
    const Answer brought = ask("POST", "/v1/old-balances", file, "m1");
    ASSERT_EQ(brought.status, 201) << brought.body;
    EXPECT_EQ(Json::parse(brought.body)["total"], "-5.00");
    EXPECT_EQ(ask("POST", "/v1/old-balances", file, "m1").body, brought.body);
    EXPECT_EQ(serving.opened.balance(), ledger::Money{-5'000'000});
    EXPECT_EQ(ask("POST", "/v1/old-balances", file, "m2").status, 422) << "once for every wallet";
}

TEST_F(People, MoveInOnTermsInOneStep) {
    const Json closing{{"method", "cash"}, {"reason", "moves out"}};
    ASSERT_EQ(ask("POST", "/v1/accounts/A1/closing", closing, "c1").status, 201);
    Json opening{
        {"account", "A2"},
        {"customer", "C7"},
        {"meters", {"M1"}},
        {"reason", "moves in"},
        {"terms",
         {{{"meter", "M1"},
           {"thresholds", {{"alarm1", "20.00"}, {"alarm2", "50.00"}, {"overload_w", 0}}},
           {"old_balance", {{"amount", "7.00"}, {"source", "till"}, {"reference", "9"}}}}}}};
    const Answer refused = ask("POST", "/v1/accounts", opening);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(Json::parse(refused.body)["field"], "terms.alarm2");
    EXPECT_EQ(ask("GET", "/v1/accounts/A2").status, 404);
    opening["terms"][0]["thresholds"]["alarm2"] = "5.00";
    ASSERT_EQ(ask("POST", "/v1/accounts", opening).status, 201);
    const Json detaching{{"settle_by", "cash"}, {"reason", "shop split"}};
    ASSERT_EQ(ask("POST", "/v1/accounts/A2/meters/M1/detachment", detaching, "d1").status, 201);
    const Json settling{{"method", "cash"}, {"reason", "nothing is left"}};
    const Answer settled = ask("POST", "/v1/wallets/A2.M1/settlement", settling, "s1");
    EXPECT_EQ(settled.status, 200) << settled.body;
}

}  // namespace
