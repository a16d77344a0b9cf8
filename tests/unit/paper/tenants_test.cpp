#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Two tenants: the first one's meter is M1 and its wallet A1.M1, the second one's M2 and A2.M2.

namespace {

using namespace ledger;
using Json = nlohmann::json;

class Tenants : public testing::Test {
protected:
    Tenants() {
        for (const char* number : {"1", "2"}) {
            OperatorAdded own;
            own.accounts = {AccountId(std::string("A") + number)};
            service.hire(std::string("tenant") + number, {"tenant"}, own);
            const WalletId wallet(std::string("A") + number + ".M" + number);
            service.tell(SellCredit{wallet, cents(100'00), MethodId("cash")});
        }
        OperatorAdded bound;
        bound.buildings = {BuildingId("B1")};
        service.hire("li", {"administrator"}, bound);
        service.catch_up();
        tenant = service.sign_in("tenant1").value();
        clerk = service.sign_in("li").value();
    }

    std::string sale_of(const std::string& wallet) {
        for (const Event& each : service.events("CreditSold")) {
            if (std::get<CreditSold>(each.payload).wallet.text() == wallet)
                return std::to_string(each.envelope.position.number);
        }
        return "";
    }
    api::Response of(const Browser& who, const std::string& path,
                     std::map<std::string, std::string> query = {}) {
        if (path.ends_with("/statement")) {
            query["from"] = "2026-01-01";
            query["to"] = "2026-12-31";
        }
        return service.ask_with(who, path, query);
    }

    GuardedService service;
    Browser tenant;
    Browser clerk;
};

TEST_F(Tenants, HaveTheirOwnPapersOutlookAndPrices) {
    const std::string own = "/v1/tenant/wallets/A1.M1";
    for (const std::string& path : {own + "/statement", own + "/outlook", own + "/prices",
                                    "/v1/tenant/papers/" + sale_of("A1.M1")}) {
        const auto answer = of(tenant, path);
        EXPECT_EQ(answer.status, 200) << path << answer.body;
        EXPECT_EQ(answer.body.find("A2"), std::string::npos) << answer.body;
    }
    const auto paper = of(tenant, "/v1/tenant/papers/" + sale_of("A1.M1"), {{"format", "pdf"}});
    EXPECT_TRUE(paper.body.starts_with("%PDF-")) << paper.body.substr(0, 200);
    const Json outlook = Json::parse(of(tenant, own + "/outlook").body);
    EXPECT_EQ(outlook["balance"], "100.00");
    EXPECT_TRUE(outlook["days_left"].is_null()) << "nothing was used yet";
}

TEST_F(Tenants, AreToldHowEachOfTheirAmountsCameToBe) {
    const std::string path = "/v1/tenant/wallets/A1.M1/explanation";
    const auto sold = of(tenant, path, {{"as_of", sale_of("A1.M1")}, {"limit", "1"}});
    ASSERT_EQ(sold.status, 200) << sold.body;
    const Json items = Json::parse(sold.body)["items"];
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0]["type"], "CreditSold");
    EXPECT_EQ(items[0]["balance_after"], "100.00");
    EXPECT_TRUE(items[0]["adds_up"]);
    EXPECT_EQ(of(tenant, path, {{"wallet", "A2.M2"}}).body.find("A2"), std::string::npos);
    EXPECT_EQ(of(tenant, "/v1/tenant/wallets/A2.M2/explanation").status, 404);
    EXPECT_EQ(of(tenant, "/v1/explain", {{"wallet", "A1.M1"}}).status, 403);
}

TEST_F(Tenants, HaveNobodyElses) {
    const std::string other = "/v1/tenant/wallets/A2.M2";
    for (const std::string& path :
         {other + "/statement", other + "/outlook", other + "/prices",
          "/v1/tenant/papers/" + sale_of("A2.M2"), std::string("/v1/tenant/papers/1"),
          std::string("/v1/tenant/papers/999999"), std::string("/v1/tenant/wallets/A9.M9/outlook")})
        EXPECT_EQ(of(tenant, path).status, 404) << path;
    for (const std::string& path :
         {std::string("/v1/wallets/A1.M1/statement"), std::string("/v1/wallets/A1.M1/outlook"),
          std::string("/v1/accounts/A1/statement"), "/v1/papers/" + sale_of("A1.M1")})
        EXPECT_EQ(of(tenant, path).status, 403) << path << ": that is the office's";
}

TEST_F(Tenants, OfBuildingsAreServedByTheirClerkAlone) {
    const std::map<std::string, std::string> pdf{{"format", "pdf"}};
    EXPECT_EQ(of(clerk, "/v1/papers/" + sale_of("A1.M1"), pdf).status, 200);
    EXPECT_EQ(of(clerk, "/v1/papers/" + sale_of("A2.M2"), pdf).status, 403);
    EXPECT_EQ(of(clerk, "/v1/papers/" + sale_of("A2.M2")).status, 403);
    EXPECT_EQ(of(clerk, "/v1/wallets/A1.M1/statement", pdf).status, 200);
    EXPECT_EQ(of(clerk, "/v1/wallets/A2.M2/statement", pdf).status, 403);
    const auto print = [&](const std::string& wallet) {
        return service
            .ask(clerk, "POST", "/v1/prints",
                 Json{{"transaction", std::stoull(sale_of(wallet))}}.dump())
            .status;
    };
    EXPECT_EQ(print("A1.M1"), 201);
    EXPECT_EQ(print("A2.M2"), 403);
}

}  // namespace
