#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// A tenant sees what is theirs since it is theirs: neither the tenant before nor the one behind
// them, neither another tenant's wallet nor the notes of the office.

namespace {

using namespace ledger;
using Json = nlohmann::json;

class Tenancy : public testing::Test {
protected:
    Tenancy() {
        let_in("zhao", "A1");
        sell(10'00);
        service.pass(std::chrono::hours(24));
        read(1'100);
        service.catch_up();
    }

    void let_in(const std::string& name, const std::string& account) {
        OperatorAdded own;
        own.accounts = {AccountId(account)};
        service.hire(name, {"tenant"}, own);
    }
    void read(std::uint64_t total) {
        service.tell(RecordReading{MeterId("M1"), service.now(), {total, {}, 10, 1}, {}, "", 1, 1});
    }
    void sell(std::int64_t amount) {
        service.tell(SellCredit{WalletId("A1.M1"), cents(amount), MethodId("cash")});
    }
    /// 过户, and the new tenant is let in.
    void hand_over() {
        service.pass(std::chrono::hours(1));
        service.tell(TransferAccount{AccountId("A1"), CustomerId("C9")}, "Zhao moves out");
        let_in("qian", "A1");
        service.pass(std::chrono::hours(1));
        sell(20'00);
        service.pass(std::chrono::hours(24));
        read(1'150);
        service.catch_up();
    }
    api::Response get(const std::string& name, const std::string& path,
                      std::map<std::string, std::string> query = {}) {
        if (path.ends_with("/statement") || path.ends_with("/energy")) {
            query["from"] = "2026-01-01";
            query["to"] = "2026-12-31";
        }
        return service.ask_with(service.sign_in(name).value(), path, query);
    }
    std::size_t rows(const std::string& name, const std::string& path) {
        const auto answer = get(name, path);
        EXPECT_EQ(answer.status, 200) << path << answer.body;
        return Json::parse(answer.body)["items"].size();
    }
    std::string first_sale() {
        return std::to_string(service.events("CreditSold").front().envelope.position.number);
    }

    const std::string wallet = "/v1/tenant/wallets/A1.M1";
    GuardedService service;
};

TEST_F(Tenancy, EndsWhenTheAccountIsHandedOver) {
    EXPECT_EQ(rows("zhao", wallet + "/entries"), 2U);
    hand_over();
    EXPECT_EQ(rows("zhao", "/v1/tenant/accounts"), 0U);
    for (const char* path : {"/entries", "/purchases", "/notices", "/explanation", "/statement",
                             "/outlook", "/prices"})
        EXPECT_EQ(get("zhao", wallet + path).status, 404) << path;
    for (const std::string& path :
         {std::string("/v1/tenant/meters/M1/readings"), std::string("/v1/tenant/meters/M1/energy"),
          "/v1/tenant/papers/" + first_sale()})
        EXPECT_EQ(get("zhao", path).status, 404) << path;
    const auto who = service.ask_with(service.sign_in("chen").value(), "/v1/operators/zhao", {});
    EXPECT_EQ(Json::parse(who.body)["accounts"], Json::array());
    EXPECT_EQ(who.headers.at("ETag"),
              '"' +
                  std::to_string(service.events("AccountTransferred")[0].envelope.position.number) +
                  '"')
        << "whoever writes what they saw before must see this first";
}

TEST_F(Tenancy, BeginsWithTheHandingOver) {
    hand_over();
    EXPECT_EQ(rows("qian", wallet + "/entries"), 2U) << "a sale and a charge of their own";
    EXPECT_EQ(rows("qian", wallet + "/purchases"), 1U);
    EXPECT_EQ(rows("qian", wallet + "/explanation"), 2U);
    EXPECT_EQ(rows("qian", "/v1/tenant/meters/M1/readings"), 1U);
    EXPECT_EQ(get("qian", "/v1/tenant/papers/" + first_sale()).status, 404);
    const Json energy = Json::parse(get("qian", "/v1/tenant/meters/M1/energy").body);
    EXPECT_EQ(energy.dump().find("\"1.00\""), std::string::npos) << energy;
    const Json statement = Json::parse(get("qian", wallet + "/statement").body);
    EXPECT_EQ(statement["wallets"][0]["opening"], "9.50");
    EXPECT_EQ(statement["wallets"][0]["rows"].size(), 2U);
    EXPECT_EQ(statement["customer"], "C9");
    const auto csv =
        service.ask("GET", wallet + "/entries",
                    {{"cookie", service.sign_in("qian").value().cookie}, {"accept", "text/csv"}});
    EXPECT_EQ(csv.body.find("10.00,10.00"), std::string::npos) << csv.body;
}

TEST_F(Tenancy, BeforeTheHandingOverIsAStatementOfNothing) {
    hand_over();
    const auto answer = service.ask_with(service.sign_in("qian").value(), wallet + "/statement",
                                         {{"from", "2026-01-01"}, {"to", "2026-01-31"}});
    ASSERT_EQ(answer.status, 200) << answer.body;
    const Json statement = Json::parse(answer.body);
    EXPECT_EQ(statement["wallets"][0]["rows"], Json::array());
    EXPECT_EQ(statement["customer"], "C9");
}

TEST_F(Tenancy, LeavesTheOfficeItsWholeHistory) {
    hand_over();
    EXPECT_EQ(rows("chen", "/v1/wallets/A1.M1/entries"), 4U);
}

TEST_F(Tenancy, KnowsNothingOfOtherTenantsAndOfTheOfficesNotes) {
    service.tell(SellCredit{WalletId("A2.M2"), cents(50'00), MethodId("cash")});
    const auto moved = service.ask(
        service.sign_in("chen").value(), "POST", "/v1/transfers",
        R"({"from":"A2.M2","to":"A1.M1","amount":"5.00","reason":"the tenant of A2 pays"})");
    ASSERT_EQ(moved.status, 201) << moved.body;
    service.catch_up();
    for (const char* path : {"/entries", "/purchases", "/explanation", "/statement"}) {
        const std::string told = get("zhao", wallet + path).body;
        for (const char* secret : {"A2", "-5.00", "the tenant of", "chen"})
            EXPECT_EQ(told.find(secret), std::string::npos) << path << told;
    }
    const std::string told = get("zhao", wallet + "/explanation").body;
    EXPECT_NE(told.find("from another wallet to wallet A1.M1"), std::string::npos) << told;
    const auto of_office =
        service.ask_with(service.sign_in("chen").value(), "/v1/explain", {{"wallet", "A1.M1"}});
    EXPECT_NE(of_office.body.find("the tenant of A2 pays"), std::string::npos);
    EXPECT_NE(of_office.body.find("A2.M2"), std::string::npos);
}

TEST_F(Tenancy, BeginsAtAReadingThatShowsNoMoreThanItsRegisters) {
    service.pass(std::chrono::hours(1));
    read(1'150);
    service.tell(DetachMeter{AccountId("A1"), MeterId("M1"), {}, {}});
    service.tell(AttachMeter{AccountId("A2"), MeterId("M1")});
    let_in("qian", "A2");
    service.catch_up();
    const auto answer = get("qian", "/v1/tenant/meters/M1/readings");
    const Json items = Json::parse(answer.body)["items"];
    ASSERT_EQ(items.size(), 1U) << answer.body;
    EXPECT_EQ(items[0]["data"]["registers"]["total"], 1'150);
    EXPECT_TRUE(items[0]["data"]["wallet"].is_null()) << "the wallet of somebody else";
    EXPECT_EQ(items[0]["data"]["lines"], Json::array());
    EXPECT_EQ(items[0]["fingerprint"], "");
    const Json of_office =
        Json::parse(get("chen", "/v1/meters/M1/readings", {{"limit", "1"}}).body)["items"];
    EXPECT_EQ(of_office[0]["data"]["wallet"], "A1.M1");
    EXPECT_FALSE(of_office[0]["data"]["lines"].empty());
}

TEST_F(Tenancy, OfSeveralAccountsIsListedPageByPage) {
    OperatorAdded both;
    both.accounts = {AccountId("A2"), AccountId("A1")};
    service.hire("sun", {"tenant"}, both);
    const Json first = Json::parse(get("sun", "/v1/tenant/accounts", {{"limit", "1"}}).body);
    ASSERT_EQ(first["items"].size(), 1U);
    EXPECT_EQ(first["items"][0]["account"], "A1");
    const Json second = Json::parse(
        get("sun", "/v1/tenant/accounts", {{"limit", "1"}, {"cursor", first["next_cursor"]}}).body);
    ASSERT_EQ(second["items"].size(), 1U);
    EXPECT_EQ(second["items"][0]["account"], "A2");
    EXPECT_EQ(second["next_cursor"], nullptr);
    EXPECT_EQ(get("sun", "/v1/tenant/accounts", {{"limit", "0"}}).status, 400);
}

}  // namespace
