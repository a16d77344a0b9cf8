#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// An account with a meter in each of two buildings, and a wallet of each: who is bound to one of
// them sees the meter, and neither whose it is nor what is held for it. Building B1 has meter M1
// and M2 hangs in B2, both of account A3.

namespace {

using Json = nlohmann::json;
using namespace ledger;

using Query = std::map<std::string, std::string>;

const MethodId cash("cash");
const std::string no = "place_must_be_allowed";

class BoundToHalf : public testing::Test {
protected:
    BoundToHalf() {
        OperatorAdded first;
        first.buildings = {BuildingId("B1")};
        service.hire("li", {"administrator"}, first);
        OperatorAdded both;
        both.buildings = {BuildingId("B1"), BuildingId("B2")};
        service.hire("wu", {"administrator"}, both);
        for (const char* number : {"1", "2"}) {
            const MeterId meter(std::string("M") + number);
            service.tell(RecordReading{meter, service.now(), {1'100, {}, 10, 1}, {}, "", 1, 1});
            service.tell(CloseAccount{AccountId(std::string("A") + number), cash});
        }
        service.tell(*service.book().seal({CustomerId("C3"), "Wang Fang", "138 0000"}));
        service.tell(
            OpenAccount{AccountId("A3"), CustomerId("C3"), {MeterId("M1"), MeterId("M2")}});
        for (const char* wallet : {"A3.M1", "A3.M2"})
            service.tell(SellCredit{WalletId(wallet), cents(77'00), cash});
        service.catch_up();
        li = service.sign_in("li").value();
        wu = service.sign_in("wu").value();
    }

    api::Response ask(const Browser& who, const std::string& path, const Query& query = {}) {
        service.catch_up();
        return service.ask_with(who, path, query);
    }
    std::string sale() {
        for (const Event& each : service.events("CreditSold")) {
            if (std::get<CreditSold>(each.payload).wallet == WalletId("A3.M1"))
                return std::to_string(each.envelope.position.number);
        }
        return "none";
    }
    void expect_for_all_of_it_alone(const std::string& path, const Query& query = {}) {
        EXPECT_EQ(code_of(ask(li, path, query)), no) << path;
        EXPECT_EQ(ask(wu, path, query).status, 200) << path;
    }

    GuardedService service;
    Browser li;
    Browser wu;
};

TEST_F(BoundToHalf, SeeNoPaperOfAnAccountInAnyFormat) {
    for (const char* format : {"json", "pdf"})
        expect_for_all_of_it_alone("/v1/papers/" + sale(), {{"format", format}});
}

TEST_F(BoundToHalf, SeeNoStatementOfItsWalletsInAnyFormat) {
    for (const char* format : {"json", "pdf"}) {
        const Query query{{"from", "2026-01-01"}, {"to", "2026-12-31"}, {"format", format}};
        expect_for_all_of_it_alone("/v1/wallets/A3.M1/statement", query);
        expect_for_all_of_it_alone("/v1/accounts/A3/statement", query);
    }
}

TEST_F(BoundToHalf, SeeNothingThatItsWalletsHold) {
    for (const char* path :
         {"/v1/wallets/A3.M1", "/v1/wallets/A3.M1/entries", "/v1/wallets/A3.M1/outlook"})
        expect_for_all_of_it_alone(path);
    for (const char* format : {"csv", "xlsx"})
        expect_for_all_of_it_alone("/v1/wallets/A3.M1/entries", {{"format", format}});
    for (const char* path : {"/v1/explain", "/v1/sales", "/v1/notices", "/v1/reports/balances",
                             "/v1/reports/arrears", "/v1/reports/purchases"})
        expect_for_all_of_it_alone(path, {{"wallet", "A3.M1"}});
    const Json own = Json::parse(ask(li, "/v1/sales").body)["items"];
    EXPECT_TRUE(own.empty()) << own;
    EXPECT_EQ(Json::parse(ask(wu, "/v1/sales").body)["items"].size(), 2U);
}

TEST_F(BoundToHalf, SellNothingToWhatTheyDoNotSee) {
    const auto sell = [&](const Browser& who) {
        const Json body{{"wallet", "A3.M1"}, {"amount", "5.00"}, {"method", "cash"}};
        return code_of(service.ask(who, "POST", "/v1/sales", body.dump()));
    };
    EXPECT_EQ(sell(li), no);
    EXPECT_EQ(sell(wu), "");
}

TEST_F(BoundToHalf, SeeTheMeterItself) {
    service.pass(std::chrono::minutes(20));
    service.tell(RecordReading{MeterId("M1"), service.now(), {1'200, {}, 10, 1}, {}, "", 1, 1});
    const auto items = [&](const Browser& who, const char* path) {
        return Json::parse(ask(who, path).body)["items"].size();
    };
    EXPECT_EQ(items(li, "/v1/meters/M1/readings"), items(wu, "/v1/meters/M1/readings"));
    EXPECT_EQ(items(li, "/v1/meters"), 1U);
    const Query year{{"from", "2026-01-01"}, {"to", "2026-12-31"}};
    EXPECT_EQ(ask(li, "/v1/meters/M1/energy", year).body,
              ask(wu, "/v1/meters/M1/energy", year).body);
}

TEST_F(BoundToHalf, SeeAllOfItOnceItStandsInTheirsAlone) {
    service.tell(RecordReading{MeterId("M2"), service.now(), {1'100, {}, 10, 1}, {}, "", 1, 1});
    service.tell(DetachMeter{AccountId("A3"), MeterId("M2"), {}, WalletId("A3.M1")});
    EXPECT_EQ(code_of(ask(li, "/v1/wallets/A3.M1")), "");
    EXPECT_EQ(ask(li, "/v1/papers/" + sale(), {{"format", "pdf"}}).status, 200);
    EXPECT_EQ(code_of(ask(li, "/v1/wallets/A3.M2")), no) << "it goes by a meter elsewhere";
    const auto idle = [&](const Browser& who) {
        return Json::parse(ask(who, "/v1/accounts/A3").body)["idle_wallets"];
    };
    EXPECT_EQ(idle(li), Json::array());
    EXPECT_EQ(idle(wu), (Json{"A3.M2"}));
}

class ReportsToHalf : public BoundToHalf {
protected:
    Json told(const Browser& who, const std::string& report, const Query& query = {}) {
        const auto answer = ask(who, "/v1/reports/" + report, query);
        EXPECT_EQ(answer.status, 200) << report << ' ' << answer.body;
        return Json::parse(answer.body, nullptr, false);
    }
    /// Of those about an open account, those of a meter.
    static Json rows_of(const Json& report, const std::string& field, const Json& value) {
        Json rows = Json::array();
        for (const Json& each : report["rows"]) {
            if (each[field] == value) rows.push_back(each);
        }
        return rows;
    }
};

TEST_F(ReportsToHalf, NameNeitherItsAccountNorItsCustomer) {
    const Json catalogue = Json::parse(ask(li, "/v1/reports").body);
    for (const Json& each : catalogue["reports"]) {
        const std::string report = each["report"];
        for (const char* format : {"json", "csv"}) {
            const std::string text = ask(li, "/v1/reports/" + report, {{"format", format}}).body;
            for (const char* word : {"A3", "C3", "Wang Fang", "138 0000"})
                EXPECT_EQ(text.find(word), std::string::npos) << report << ' ' << text;
        }
    }
    EXPECT_NE(told(wu, "balances").dump().find("Wang Fang"), std::string::npos);
}

TEST_F(ReportsToHalf, TellWhatHappenedInTheirBuildingWithoutWhoseItIs) {
    const Json own = rows_of(told(li, "purchases"), "amount", "77.00");
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0]["meter"], "M1");
    for (const char* field : {"account", "wallet", "balance_after"})
        EXPECT_TRUE(own[0][field].is_null()) << own[0];
    EXPECT_EQ(told(li, "sales")["totals"]["sales"], "77.00");
    const Json all = rows_of(told(wu, "purchases"), "amount", "77.00");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0]["account"], "A3");
    EXPECT_EQ(all[0]["balance_after"], "77.00");
}

TEST_F(ReportsToHalf, TellOfBalancesThatAreAllTheirs) {
    EXPECT_TRUE(rows_of(told(li, "balances"), "closing", "77.00").empty());
    EXPECT_EQ(rows_of(told(wu, "balances"), "closing", "77.00").size(), 2U);
    EXPECT_FALSE(rows_of(told(li, "balances"), "wallet", "A1.M1").empty()) << "closed, and theirs";
}

TEST_F(ReportsToHalf, NameNoWalletElsewhereThatMoneyCameFrom) {
    service.tell(RecordReading{MeterId("M1"), service.now(), {1'100, {}, 10, 1}, {}, "", 1, 1});
    service.tell(DetachMeter{AccountId("A3"), MeterId("M1"), {}, WalletId("A3.M2")});
    service.tell(OpenAccount{AccountId("A4"), CustomerId("C4"), {MeterId("M1")}});
    service.tell(TransferCredit{WalletId("A3.M2"), WalletId("A4.M1"), cents(3'00)});
    const Json own = rows_of(told(li, "adjustments"), "wallet", "A4.M1");
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own[0]["amount"], "3.00");
    EXPECT_EQ(own[0].dump().find("A3"), std::string::npos) << own[0];
    EXPECT_EQ(rows_of(told(wu, "adjustments"), "wallet", "A4.M1")[0]["note"], "A3.M2");
}

}  // namespace
