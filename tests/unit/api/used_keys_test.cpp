#include <gtest/gtest.h>

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

}  // namespace
