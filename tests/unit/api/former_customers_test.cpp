#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Whose account was closed or handed over still belongs where that account stood: building B1 has
// meter M1 of account A1 and customer C1; B2 has the same with a 2.

namespace {

using Json = nlohmann::json;
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

}  // namespace
