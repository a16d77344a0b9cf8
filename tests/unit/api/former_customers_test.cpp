#include <thread>

#include <gtest/gtest.h>

#include "api/scope/places.hpp"
#include "tests/unit/api/guarded_service.hpp"

// Whose account was closed or handed over still belongs where that account stood: building B1 has
// meter M1 of account A1 and customer C1; B2 has the same with a 2.

namespace {

using Json = api::Json;
using namespace ledger;

class FormerCustomers : public testing::Test {
protected:
    FormerCustomers() {
        OperatorAdded first;
        first.buildings = {BuildingId("B1")};
        service.hire("li", {"administrator"}, first);
        li = service.sign_in("li").value();
        chen = service.sign_in("chen").value();
        for (const char* number : {"1", "2"}) {
            put(chen, std::string("C") + number, "Somebody");
            service.tell(RecordReading{MeterId(std::string("M") + number),
                                       service.now(),
                                       {1'100, {}, 10, 1},
                                       {},
                                       "",
                                       1,
                                       1});
        }
    }

    std::string put(const Browser& who, const std::string& customer, const std::string& name) {
        const Json body{{"name", name}, {"phone", ""}};
        return code_of(service.ask(who, "PUT", "/v1/customers/" + customer, body.dump()));
    }
    std::string get(const std::string& path) { return code_of(service.ask(li, "GET", path)); }
    std::string post(const std::string& path, Json body) {
        body["reason"] = "because";
        return code_of(service.ask(li, "POST", path, body.dump()));
    }
    void close(const std::string& account) {
        service.tell(CloseAccount{AccountId(account), MethodId("cash")});
        service.catch_up();
    }
    /// That nothing can be done with, or be known of.
    void expect_out_of_reach(const std::string& customer) {
        const std::string no = "place_must_be_allowed";
        const std::string path = "/v1/customers/" + customer;
        EXPECT_EQ(get(path), no);
        EXPECT_EQ(put(li, customer, "hijack"), no);
        EXPECT_EQ(post(path + "/forgetting", Json::object()), no);
        EXPECT_EQ(service.ask(li, "GET", "/v1/customers").body.find(customer), std::string::npos);
        EXPECT_EQ(post("/v1/accounts/A1/transfer", {{"customer", customer}}), no);
        EXPECT_TRUE(service.events("CustomerForgotten").empty());
    }

    GuardedService service;
    Browser li;
    Browser chen;
};

TEST_F(FormerCustomers, OfAClosedAccountElsewhereAreOutOfReach) {
    close("A2");
    expect_out_of_reach("C2");
}

TEST_F(FormerCustomers, WhoHandedTheirAccountElsewhereOverAreOutOfReach) {
    service.tell(TransferAccount{AccountId("A2"), CustomerId("C3")});
    expect_out_of_reach("C2");
    close("A2");
    expect_out_of_reach("C2");
}

/// Of whom the log was not asked, because they had an account a moment before.
TEST_F(FormerCustomers, WhoseLastAccountClosesMeanwhileAreOutOfReach) {
    close("A2");
    const api::Former asked_before;
    service.book().read([&](const State& state) {
        api::Places places(state, {BuildingId("B1")}, asked_before);
        const CustomerId gone("C2");
        EXPECT_FALSE(places.reach_customers({gone}));
        EXPECT_FALSE(places.cover(api::mentions_in({{"customer", gone.text()}})));
    });
}

TEST_F(FormerCustomers, AloneAreLookedUpInTheLog) {
    close("A2");
    const auto former = api::former_of(
        service.book(), api::mentions_in(Json::parse(R"([{"customer":"C1"},{"customer":"C2"}])")));
    EXPECT_EQ(former.accounts.size(), 1U);
    EXPECT_TRUE(former.accounts.contains(CustomerId("C2")));
}

TEST_F(FormerCustomers, OfAnAccountElsewhereWithoutMetersAreOutOfReach) {
    service.tell(DetachMeter{AccountId("A2"), MeterId("M2"), {}, {}});
    expect_out_of_reach("C2");
}

TEST_F(FormerCustomers, OfOnesOwnBuildingRemain) {
    close("A1");
    EXPECT_EQ(get("/v1/customers/C1"), "");
    EXPECT_EQ(put(li, "C1", "Somebody else"), "");
    EXPECT_EQ(post("/v1/accounts", {{"account", "A7"}, {"customer", "C1"}, {"meters", {"M1"}}}),
              "");
}

TEST_F(FormerCustomers, AndThoseWhoNeverHadAnAccountAreFree) {
    EXPECT_EQ(put(li, "C8", "New"), "");
    EXPECT_EQ(get("/v1/customers/C8"), "");
    close("A1");
    EXPECT_EQ(post("/v1/accounts", {{"account", "A8"}, {"customer", "C8"}, {"meters", {"M1"}}}),
              "");
}

TEST_F(FormerCustomers, AreKnownAfterARestart) {
    close("A2");
    service.restart();
    li = service.sign_in("li").value();
    expect_out_of_reach("C2");
}

/// What stands in their buildings, whatever else reaches into it.
class OfTheirOwn : public FormerCustomers {
protected:
    Json read(const std::string& path, const std::map<std::string, std::string>& query = {}) {
        const auto answer = service.ask_with(li, path, query);
        EXPECT_EQ(answer.status, 200) << path << ' ' << answer.body;
        return Json::parse(answer.body, nullptr, false);
    }
};

TEST_F(OfTheirOwn, AClosedAccountIsShown) {
    const std::map<std::string, std::string> year{{"from", "2026-01-01"}, {"to", "2026-12-31"}};
    for (const char* account : {"A1", "A2"}) {
        const WalletId wallet(account + std::string(".M") + account[1]);
        service.tell(SellCredit{wallet, cents(5'00), MethodId("cash")});
        close(account);
    }
    read("/v1/accounts/A1/statement", year);
    read("/v1/wallets/A1.M1/statement", year);
    read("/v1/wallets/A1.M1");
    for (const char* path : {"/v1/accounts/A2/statement", "/v1/wallets/A2.M2/statement"})
        EXPECT_EQ(code_of(service.ask_with(li, path, year)), "place_must_be_allowed") << path;
}

TEST_F(OfTheirOwn, AClosedAccountThatReachedElsewhereIsNot) {
    close("A1");
    close("A2");
    service.tell(OpenAccount{
        AccountId("A3"), CustomerId("C3"), {MeterId("M1"), MeterId("M2")}, WalletMode::pooled});
    close("A3");
    EXPECT_EQ(get("/v1/wallets/A3"), "place_must_be_allowed");
}

TEST_F(OfTheirOwn, AReceiptIsProven) {
    for (const char* wallet : {"A1.M1", "A2.M2"})
        service.tell(SellCredit{WalletId(wallet), cents(5'00), MethodId("cash")});
    service.catch_up();
    const auto sales = service.events("CreditSold");
    const auto proof = [&](const Event& sale) {
        const std::string path =
            "/v1/sales/" + std::to_string(sale.envelope.position.number) + "/receipt-proof";
        auto answer = service.ask_with(li, path, {});
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (answer.status == 503 && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            answer = service.ask_with(li, path, {});
        }
        return answer;
    };
    EXPECT_EQ(proof(sales[0]).status, 200) << proof(sales[0]).body;
    EXPECT_EQ(code_of(proof(sales[1])), "place_must_be_allowed");
}

TEST_F(OfTheirOwn, AMeterIsShownWithoutAnAccountThatReachesElsewhere) {
    close("A1");
    close("A2");
    service.tell(OpenAccount{
        AccountId("A3"), CustomerId("C3"), {MeterId("M1"), MeterId("M2")}, WalletMode::pooled});
    service.tell(SellCredit{WalletId("A3"), cents(77'00), MethodId("cash")});
    service.catch_up();
    for (const char* path : {"/v1/meters", "/v1/meter-states"}) {
        const Json page = read(path);
        ASSERT_EQ(page["items"].size(), 1U) << path;
        for (const Json& meter : {page["items"][0], read(path + std::string("/M1"))}) {
            EXPECT_EQ(meter["account"], nullptr) << path;
            EXPECT_EQ(meter["wallet"], nullptr) << path;
            EXPECT_EQ(meter.dump().find("77.00"), std::string::npos) << path << meter;
        }
    }
    std::size_t counted = 0;
    const Json states = read("/v1/meter-states");
    for (const Json& each : states["counts"]) counted += each.get<std::size_t>();
    EXPECT_EQ(counted, 1U);
    EXPECT_EQ(get("/v1/wallets/A3"), "place_must_be_allowed");
    EXPECT_EQ(get("/v1/meters/M2"), "place_must_be_allowed");
}

}  // namespace
