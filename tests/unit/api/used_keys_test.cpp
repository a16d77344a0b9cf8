#include <gtest/gtest.h>

#include "ledger/rules/catalogue/site_day.hpp"
#include "tests/unit/api/guarded_service.hpp"

// An idempotency key is held by what was asked, by whom and why.

namespace {

class UsedKeys : public testing::Test {
protected:
    UsedKeys() {
        service.hire("li", {"finance_manager"});
        service.hire("wang", {"finance_manager"});
        li = service.sign_in("li").value();
        wang = service.sign_in("wang").value();
    }

    api::Response sell(const Browser& who, const std::string& reason = "") {
        const GuardedService::Headers headers{{"cookie", who.cookie},
                                              {"x-csrf-token", who.csrf_token},
                                              {"content-type", "application/json"},
                                              {"idempotency-key", "till-1"}};
        GuardedService::Json body{{"wallet", "A1.M1"}, {"amount", "10.00"}, {"method", "cash"}};
        if (!reason.empty()) body["reason"] = reason;
        return service.ask("POST", "/v1/sales", headers, body.dump());
    }

    GuardedService service;
    Browser li;
    Browser wang;
};

TEST_F(UsedKeys, AreNoRepetitionOfWhatSomebodyElseAskedFor) {
    const api::Response first = sell(li);
    ASSERT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(sell(li).body, first.body);
    for (const bool was_restarted : {false, true}) {
        EXPECT_EQ(code_of(sell(wang)), "idempotency_key_must_keep_its_command") << was_restarted;
        EXPECT_EQ(code_of(sell(li, "once more")), "idempotency_key_must_keep_its_command");
        service.restart();
        li = service.sign_in("li").value();
        wang = service.sign_in("wang").value();
        service.catch_up();
    }
    EXPECT_EQ(sell(li).body, first.body);
    EXPECT_EQ(service.events("CreditSold").size(), 1U);
}

class KeysOfFees : public UsedKeys {
protected:
    KeysOfFees() {
        const auto today = service.book().read(
            [&](const ledger::State& state) { return ledger::site_day(state, service.now()); });
        service.tell(ledger::PublishFee{ledger::FeeId("CLEAN"), "Cleaning", ledger::cents(50),
                                        ledger::FeePeriod::day, today});
        service.tell(ledger::AssignFee{
            {ledger::WalletId("A1.M1"), ledger::FeeId("CLEAN"), today, std::nullopt}});
        pass_days(3);
    }

    void pass_days(int days) {
        service.pass(std::chrono::hours(24 * days));
        li = service.sign_in("li").value();
        wang = service.sign_in("wang").value();
    }

    api::Response draw(const Browser& who, const std::string& key, const std::string& body = "{}") {
        GuardedService::Headers headers{{"cookie", who.cookie}, {"x-csrf-token", who.csrf_token}};
        headers["idempotency-key"] = key;
        return service.ask("POST", "/v1/fees/charges", headers, body);
    }
};

TEST_F(KeysOfFees, AnswerTheSameBytesAfterARestartAndDaysLater) {
    const api::Response first = draw(li, "fees-1");
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(GuardedService::Json::parse(first.body)["charges"], 1);
    EXPECT_FALSE(first.headers.contains("Idempotent-Replayed"));
    service.restart();
    pass_days(2);
    const api::Response again = draw(li, "fees-1");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.headers.at("Idempotent-Replayed"), "true");
    EXPECT_EQ(again.headers.at("Ledger-Position"), first.headers.at("Ledger-Position"));
    EXPECT_EQ(service.events("FeeCharged").size(), 1U) << "the days since are another run's";
    EXPECT_EQ(GuardedService::Json::parse(draw(li, "fees-2").body)["charges"], 1);
}

TEST_F(KeysOfFees, AreHeldByWhatWasAskedByWhomAndWhy) {
    ASSERT_EQ(draw(li, "fees-1").status, 200);
    pass_days(1);
    for (const char* other : {R"({"through":"2026-01-01"})", R"({"reason":"month's end"})"}) {
        const api::Response refused = draw(li, "fees-1", other);
        EXPECT_EQ(refused.status, 422) << refused.body;
        EXPECT_EQ(code_of(refused), "idempotency_key_must_keep_its_command");
    }
    EXPECT_EQ(code_of(draw(wang, "fees-1")), "idempotency_key_must_keep_its_command");
    EXPECT_EQ(service.events("FeeCharged").size(), 1U) << "who was refused has drawn nothing";
}

TEST_F(KeysOfFees, AreNotHeldByARunThatFoundNothing) {
    ASSERT_EQ(draw(li, "fees-1").status, 200);
    const api::Response nothing = draw(li, "fees-2");
    EXPECT_EQ(GuardedService::Json::parse(nothing.body)["charges"], 0);
    pass_days(1);
    EXPECT_EQ(GuardedService::Json::parse(draw(li, "fees-2").body)["charges"], 1);
    EXPECT_EQ(service.events("FeesDrawn").size(), 2U);
}

TEST_F(KeysOfFees, AreNeeded) { EXPECT_EQ(code_of(draw(li, "")), "idempotency_key_must_be_given"); }

}  // namespace
