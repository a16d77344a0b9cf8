#include <gtest/gtest.h>

#include "tests/support/small_house.hpp"
#include "tests/unit/api/guarded_service.hpp"

// Above the site's limits what is paid back waits for a second person.

namespace {

using Json = GuardedService::Json;

class SecondPerson : public testing::Test {
protected:
    SecondPerson() {
        for (const char* name : {"li", "wu"}) service.hire(name, {"finance_manager"});
        service.hire("counter", {"cashier"});
        li = service.sign_in("li").value();
        wu = service.sign_in("wu").value();
        // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): li sells it
        sale = sell_to("A1.M1");
        ask(li, "PUT", "/v1/approval-limits", {{"refund_above", "50.00"}, {"reversal_above", "0"}},
            201);
    }

    api::Response ask(const Browser& who, const std::string& method, const std::string& path,
                      const Json& body, int status) {
        auto answer = service.ask(who, method, path, body.dump());
        EXPECT_EQ(answer.status, status) << method << ' ' << path << ' ' << answer.body;
        return answer;
    }

    api::Response ask_under(const std::string& key, const Browser& who, const std::string& path,
                            const Json& body) {
        const GuardedService::Headers headers{
            {"cookie", who.cookie}, {"x-csrf-token", who.csrf_token}, {"idempotency-key", key}};
        return service.ask("POST", path, headers, body.dump());
    }

    static Json refund_of(int sale, const char* amount) {
        return {{"sale", sale}, {"amount", amount}, {"method", "cash"}, {"reason", "moves out"}};
    }
    Json refund(const char* amount) const { return refund_of(sale, amount); }

    /// The position of a sale of 100.00.
    int sell_to(const char* wallet) {
        const Json wish{{"wallet", wallet}, {"amount", "100.00"}, {"method", "cash"}};
        return Json::parse(ask(li, "POST", "/v1/sales", wish, 201).body)["position"].get<int>();
    }

    static std::string proposed(const api::Response& answer) {
        const Json json = Json::parse(answer.body);
        EXPECT_EQ(json["events"][0]["type"], "TransactionProposed") << answer.body;
        return "/v1/proposals/" + json["position"].dump();
    }

    Json waiting() {
        return Json::parse(ask(li, "GET", "/v1/proposals", Json::object(), 200).body)["items"];
    }

    /// An account ends with a reading that is fresh.
    void read_m1() { service.tell(small_house::reading(ledger::MeterId("M1"), service.now())); }

    /// Somebody at the counter wants a balance changed.
    std::string adjustment_of(const Browser& who) {
        const Json wish{{"wallet", "A1.M1"},
                        {"kind", "goodwill"},
                        {"amount", "5.00"},
                        {"reason", "power was off"}};
        const Json answer = Json::parse(ask(who, "POST", "/v1/adjustments", wish, 201).body);
        return "/v1/adjustments/" + answer["position"].dump();
    }

    GuardedService service;
    Browser li;
    Browser wu;
    int sale = 0;
};

TEST_F(SecondPerson, ApprovesARefundAboveTheLimitWhichIsPaidOutOnce) {
    ask(li, "POST", "/v1/refunds", refund("50.00"), 201);
    const std::string path = proposed(ask(li, "POST", "/v1/refunds", refund("0.01"), 202));
    EXPECT_EQ(service.events("CreditRefunded").size(), 1U);
    EXPECT_EQ(waiting()[0]["proposer"], "li");
    EXPECT_TRUE(waiting()[0]["approver"].is_null());
    EXPECT_EQ(code_of(ask(wu, "POST", "/v1/refunds", refund("0.01"), 409)),
              "transaction_must_be_approved");
    EXPECT_EQ(code_of(ask(li, "POST", path + "/approval", Json::object(), 422)),
              "approver_must_be_another");
    ask(wu, "POST", path + "/approval", Json::object(), 201);
    EXPECT_EQ(waiting()[0]["approver"], "wu");
    ask(li, "POST", "/v1/refunds", refund("0.01"), 201);
    EXPECT_TRUE(waiting().empty());
    ask(li, "POST", "/v1/refunds", refund("0.01"), 202);
}

TEST_F(SecondPerson, ApprovesAReversalToo) {
    const Json wish{{"transaction", sale}, {"debt_allowed", false}, {"reason", "wrong tenant"}};
    const std::string path = proposed(ask(li, "POST", "/v1/reversals", wish, 202));
    ask(wu, "POST", path + "/approval", Json::object(), 201);
    ask(li, "POST", "/v1/reversals", wish, 201);
    EXPECT_EQ(service.events("TransactionReversed").size(), 1U);
}

TEST_F(SecondPerson, MayRefuse) {
    const std::string path = proposed(ask(li, "POST", "/v1/refunds", refund("60.00"), 202));
    ask(wu, "POST", path + "/refusal", {{"reason", "no receipt"}}, 201);
    EXPECT_EQ(code_of(ask(wu, "POST", path + "/approval", Json::object(), 409)),
              "proposal_must_be_open");
    EXPECT_TRUE(waiting().empty());
}

TEST_F(SecondPerson, IsAnsweredTheSameForEverUnderTheKeyOfWhoProposed) {
    const api::Response first = ask_under("till-7", li, "/v1/refunds", refund("60.00"));
    const std::string path = proposed(first);
    ask(wu, "POST", path + "/approval", Json::object(), 201);
    service.restart();
    const api::Response again =
        ask_under("till-7", service.sign_in("li").value(), "/v1/refunds", refund("60.00"));
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.body, first.body);
    EXPECT_TRUE(service.events("CreditRefunded").empty());
}

TEST_F(SecondPerson, IsNotSwitchedOffByWhoMaySellAlone) {
    const Browser counter = service.sign_in("counter").value();
    const Json none{{"refund_above", nullptr}, {"reversal_above", nullptr}};
    EXPECT_EQ(code_of(ask(counter, "PUT", "/v1/approval-limits", none, 403)), "right_must_be_held");
    EXPECT_EQ(code_of(ask(li, "PUT", "/v1/approval-limits",
                          {{"refund_above", "-0.01"}, {"reversal_above", nullptr}}, 422)),
              "value_must_be_in_range");
    EXPECT_EQ(Json::parse(ask(counter, "GET", "/v1/approval-limits", Json::object(), 200).body),
              Json::parse(R"({"refund_above":"50.00","reversal_above":"0.00"})"));
    ask(li, "PUT", "/v1/approval-limits", none, 201);
    ask(li, "POST", "/v1/refunds", refund("60.00"), 201);
}

TEST_F(SecondPerson, StandsInTheSystemLogAsWhoeverProposedAndPaidOut) {
    const std::string path = proposed(ask(li, "POST", "/v1/refunds", refund("60.00"), 202));
    ask(wu, "POST", path + "/approval", Json::object(), 201);
    ask(li, "POST", "/v1/refunds", refund("60.00"), 201);
    service.catch_up();
    const auto works = [&](const char* who) {
        const auto answer = service.ask_with(service.sign_in("chen").value(), "/v1/system-log",
                                             {{"operator", who}, {"kind", "work"}});
        std::vector<std::string> types;
        const Json page = Json::parse(answer.body);
        for (const Json& each : page["items"]) types.push_back(each["event"]["type"]);
        return types;
    };
    EXPECT_EQ(works("li"),
              (std::vector<std::string>{"CreditRefunded", "TransactionProposed", "CreditSold"}));
    EXPECT_EQ(works("wu"), std::vector<std::string>{"TransactionApproved"});
}

TEST_F(SecondPerson, MayBeAMachineOfItsOwn) {
    const std::string path = proposed(ask(li, "POST", "/v1/refunds", refund("60.00"), 202));
    const std::string robot = service.hire_machine("robot", {"finance_manager"});
    const auto by_machine =
        service.ask("POST", path + "/approval", {{"authorization", "Bearer " + robot}});
    EXPECT_EQ(by_machine.status, 201) << by_machine.body;
}

TEST_F(SecondPerson, ApprovesWhatAnAccountIsPaidOutAtItsEnd) {
    read_m1();
    const Json wish{{"method", "cash"}, {"reason", "moves out"}};
    const std::string closing = "/v1/accounts/A1/closing";
    const std::string path = proposed(ask(li, "POST", closing, wish, 202));
    EXPECT_EQ(code_of(ask(wu, "POST", closing, wish, 409)), "transaction_must_be_approved");
    EXPECT_TRUE(service.events("AccountClosed").empty());
    ask(wu, "POST", path + "/approval", Json::object(), 201);
    ask(li, "POST", closing, wish, 201);
    EXPECT_EQ(service.events("AccountClosed").size(), 1U);
    EXPECT_TRUE(waiting().empty());
}

TEST_F(SecondPerson, ClosesUnderAnotherKeyThanTheOneThatItWasProposedUnder) {
    read_m1();
    const Json wish{{"method", "cash"}, {"reason", "moves out"}};
    const auto close_under = [&](const char* key) {
        return ask_under(key, li, "/v1/accounts/A1/closing", wish);
    };
    const api::Response first = close_under("till-7");
    EXPECT_EQ(first.status, 202) << first.body;
    ask(wu, "POST", proposed(first) + "/approval", Json::object(), 201);
    const api::Response again = close_under("till-7");
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.body, first.body);
    EXPECT_TRUE(service.events("AccountClosed").empty());
    EXPECT_EQ(waiting().size(), 1U) << "the approval was not used up";
    const api::Response done = close_under("till-8");
    EXPECT_EQ(done.status, 201) << done.body;
    EXPECT_EQ(close_under("till-8").body, done.body);
    EXPECT_EQ(close_under("till-7").body, first.body);
    EXPECT_EQ(service.events("AccountClosed").size(), 1U);
    EXPECT_TRUE(waiting().empty());
}

TEST_F(SecondPerson, BoundToABuildingDecidesThereAndSeesNothingElse) {
    ledger::OperatorAdded bounds;
    bounds.buildings = {ledger::BuildingId("B1")};
    service.hire("zhao", {"finance_manager"}, bounds);
    const Browser zhao = service.sign_in("zhao").value();
    const Json elsewhere = refund_of(sell_to("A2.M2"), "60.00");
    const std::string theirs = proposed(ask(li, "POST", "/v1/refunds", elsewhere, 202));
    const std::string lis = proposed(ask(li, "POST", "/v1/refunds", refund("70.00"), 202));
    const std::string own = proposed(ask(zhao, "POST", "/v1/refunds", refund("60.00"), 202));
    const Json seen = Json::parse(ask(zhao, "GET", "/v1/proposals", Json::object(), 200).body);
    ASSERT_EQ(seen["items"].size(), 2U) << seen;
    for (const Json& each : seen["items"]) EXPECT_EQ(each["wallet"], "A1.M1");
    EXPECT_EQ(waiting().size(), 3U) << "li is bound to no building";
    for (const char* verdict : {"/approval", "/refusal"})
        EXPECT_EQ(code_of(ask(zhao, "POST", theirs + verdict, Json::object(), 403)),
                  "place_must_be_allowed");
    ask(zhao, "POST", own + "/refusal", {{"reason", "wants it no more"}}, 201);
    ask(zhao, "POST", lis + "/approval", Json::object(), 201);
    EXPECT_EQ(waiting().size(), 2U);
}

TEST_F(SecondPerson, ApprovesTheRestOfAWalletThatIsLeft) {
    read_m1();
    Json wish{{"settle_by", "cash"}, {"reason", "shop is closed"}};
    const std::string detachment = "/v1/accounts/A1/meters/M1/detachment";
    const std::string path = proposed(ask(li, "POST", detachment, wish, 202));
    ask(wu, "POST", path + "/refusal", Json::object(), 201);
    wish.erase("settle_by");
    ask(li, "POST", detachment, wish, 201);
    wish["method"] = "cash";
    const std::string settlement = "/v1/wallets/A1.M1/settlement";
    const std::string again = proposed(ask(li, "POST", settlement, wish, 202));
    ask(wu, "POST", again + "/approval", Json::object(), 201);
    ask(li, "POST", settlement, wish, 201);
    EXPECT_EQ(service.events("WalletSettled").size(), 1U);
}

TEST_F(SecondPerson, SeesWhyAndWhatTheWalletWouldHold) {
    const auto row_of = [&](const std::string& path, const Json& wish) {
        ask(li, "POST", path, wish, 202);
        Json row = waiting().back();
        EXPECT_EQ(row["reason"], wish["reason"]);
        EXPECT_EQ(row["proposed_at"], ledger::to_text(service.now()));
        return Json{row["type"], row["transaction"], row["balance"], row["balance_after"]};
    };
    EXPECT_EQ(row_of("/v1/refunds", refund("60.00")), (Json{"refund", sale, "100.00", "40.00"}));
    const Json undone{{"transaction", sale}, {"debt_allowed", false}, {"reason", "wrong tenant"}};
    EXPECT_EQ(row_of("/v1/reversals", undone), (Json{"reversal", sale, "100.00", "0.00"}));
    const auto paid_back = ask(li, "POST", "/v1/refunds", refund("50.00"), 201);
    const Json position = Json::parse(paid_back.body)["position"];
    const Json mistake{
        {"transaction", position}, {"debt_allowed", false}, {"reason", "not theirs"}};
    EXPECT_EQ(row_of("/v1/reversals", mistake), (Json{"reversal", position, "50.00", "100.00"}));
    ask(li, "PUT", "/v1/approval-limits", {{"refund_above", "0"}, {"reversal_above", "0"}}, 201);
    read_m1();
    const Json end{{"method", "cash"}, {"reason", "moves out"}};
    EXPECT_EQ(row_of("/v1/accounts/A1/closing", end),
              (Json{"settlement", nullptr, "50.00", "0.00"}));
}

TEST_F(SecondPerson, SeesWhoseAccountIsClosedAndDeclinesWhatIsProposedOfIt) {
    const std::string paid_back = proposed(ask(li, "POST", "/v1/refunds", refund("60.00"), 202));
    const std::string adjusted = adjustment_of(li);
    const auto are_closed = [&](const char* list) {
        return Json::parse(ask(li, "GET", list, Json::object(), 200).body)["items"][0]["is_closed"];
    };
    EXPECT_EQ(are_closed("/v1/proposals"), false);
    EXPECT_EQ(are_closed("/v1/adjustments"), false);
    ask(li, "PUT", "/v1/approval-limits", {{"reversal_above", "0"}}, 201);
    read_m1();
    ask(li, "POST", "/v1/accounts/A1/closing", {{"method", "cash"}, {"reason", "moves out"}}, 201);
    EXPECT_EQ(are_closed("/v1/proposals"), true);
    EXPECT_EQ(are_closed("/v1/adjustments"), true);
    for (const std::string& each : {paid_back, adjusted}) {
        const auto refused = ask(wu, "POST", each + "/approval", Json::object(), 404);
        EXPECT_EQ(code_of(refused), "account_must_exist");
        ask(wu, "POST", each + "/refusal", Json::object(), 201);
    }
}

TEST_F(SecondPerson, IsNotNeededToTakeBackAnAdjustmentOfOnesOwn) {
    const Browser counter = service.sign_in("counter").value();
    service.hire("desk", {"cashier"});
    const std::string path = adjustment_of(counter);
    const auto refused =
        ask(service.sign_in("desk").value(), "POST", path + "/refusal", Json::object(), 403);
    EXPECT_EQ(code_of(refused), "right_must_be_held");
    EXPECT_EQ(Json::parse(refused.body)["field"], "adjustment.approve");
    EXPECT_EQ(code_of(ask(counter, "POST", path + "/approval", Json::object(), 403)),
              "right_must_be_held");
    const auto first = ask_under("counter-9", counter, path + "/refusal", Json::object());
    const auto again = ask_under("counter-9", counter, path + "/refusal", Json::object());
    EXPECT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(again.status, 201) << again.body;
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(service.events("AdjustmentDeclined").size(), 1U);
    EXPECT_EQ(code_of(ask(wu, "POST", path + "/approval", Json::object(), 409)),
              "proposal_must_be_open");
}

TEST_F(SecondPerson, IsNotNeededToTakeBackARefundOfOnesOwn) {
    service.tell(ledger::DefineRole{{ledger::RoleId("till"), {ledger::Right::money_refund}}});
    service.hire("till", {"till"});
    const Browser till = service.sign_in("till").value();
    const std::string theirs = proposed(ask(till, "POST", "/v1/refunds", refund("60.00"), 202));
    const std::string lis = proposed(ask(li, "POST", "/v1/refunds", refund("70.00"), 202));
    EXPECT_EQ(code_of(ask(till, "POST", lis + "/refusal", Json::object(), 403)),
              "right_must_be_held");
    ask(till, "POST", theirs + "/refusal", {{"reason", "wants it no more"}}, 201);
    EXPECT_EQ(code_of(ask(till, "POST", theirs + "/refusal", Json::object(), 409)),
              "proposal_must_be_open");
    ask(wu, "POST", lis + "/refusal", Json::object(), 201);
    EXPECT_TRUE(waiting().empty());
}

TEST_F(SecondPerson, IsNeededToDeclineWhatIsNoProposalOfAnybody) {
    const Browser counter = service.sign_in("counter").value();
    for (const char* list : {"/v1/adjustments/", "/v1/proposals/"}) {
        const auto refused =
            ask(counter, "POST", list + std::string("4711/refusal"), Json::object(), 403);
        EXPECT_EQ(code_of(refused), "right_must_be_held");
        EXPECT_EQ(
            code_of(ask(li, "POST", list + std::to_string(sale) + "/refusal", Json::object(), 409)),
            "proposal_must_be_open");
    }
}

}  // namespace
