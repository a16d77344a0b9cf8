#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Above the site's limits a refund and a reversal wait for a second person.

namespace {

using Json = GuardedService::Json;

class SecondPerson : public testing::Test {
protected:
    SecondPerson() {
        for (const char* name : {"li", "wu"}) service.hire(name, {"finance_manager"});
        service.hire("counter", {"cashier"});
        li = service.sign_in("li").value();
        wu = service.sign_in("wu").value();
        sale = Json::parse(ask(li, "POST", "/v1/sales",
                               {{"wallet", "A1.M1"}, {"amount", "100.00"}, {"method", "cash"}}, 201)
                               .body)["position"]
                   .get<int>();
        ask(li, "PUT", "/v1/approval-limits", {{"refund_above", "50.00"}, {"reversal_above", "0"}},
            201);
    }

    api::Response ask(const Browser& who, const std::string& method, const std::string& path,
                      const Json& body, int status) {
        auto answer = service.ask(who, method, path, body.dump());
        EXPECT_EQ(answer.status, status) << method << ' ' << path << ' ' << answer.body;
        return answer;
    }

    Json refund(const char* amount) const {
        return {{"sale", sale}, {"amount", amount}, {"method", "cash"}, {"reason", "moves out"}};
    }

    std::string proposed(const api::Response& answer) {
        const Json json = Json::parse(answer.body);
        EXPECT_EQ(json["events"][0]["type"], "TransactionProposed") << answer.body;
        return "/v1/proposals/" + json["position"].dump();
    }

    Json waiting() {
        return Json::parse(ask(li, "GET", "/v1/proposals", Json::object(), 200).body)["items"];
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
    const GuardedService::Headers headers{
        {"cookie", li.cookie}, {"x-csrf-token", li.csrf_token}, {"idempotency-key", "till-7"}};
    const auto ask_again = [&](const Browser& who) {
        GuardedService::Headers all = headers;
        all["cookie"] = who.cookie;
        all["x-csrf-token"] = who.csrf_token;
        return service.ask("POST", "/v1/refunds", all, refund("60.00").dump());
    };
    const api::Response first = ask_again(li);
    const std::string path = proposed(first);
    ask(wu, "POST", path + "/approval", Json::object(), 201);
    service.restart();
    const api::Response again = ask_again(service.sign_in("li").value());
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

}  // namespace
