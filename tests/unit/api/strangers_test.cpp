#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Who is not let in: wrong passwords, guesses, keys that hold no more, and what the log hears of
// it.

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class Strangers : public testing::Test {
protected:
    api::Response guess(const std::string& name, const std::string& address = "192.0.2.9") {
        return service.try_to_sign_in(name, "not this password", address);
    }
    std::uint64_t counted() {
        std::uint64_t count = 0;
        for (const auto& event : service.events("SignInRefused"))
            count += std::get<ledger::SignInRefused>(event.payload).count;
        return count;
    }
    int status(const std::string& bearer) {
        return service.ask("GET", "/v1/site", {{"authorization", "Bearer " + bearer}}).status;
    }

    GuardedService service;
};

TEST_F(Strangers, AreAskedWhoTheyAreAsSoonAsThereIsAnOperator) {
    const auto answer = service.ask("GET", "/v1/site", {});
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.headers.at("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(service.ask("GET", "/healthz", {}).status, 200);
    EXPECT_EQ(service.ask("GET", "/metrics", {}).status, 401);
    EXPECT_EQ(service.ask("GET", "/v1/site", {{"x-operator", "chen"}}).status, 401);
}

TEST_F(Strangers, AreNotToldWhetherTheNameOrThePasswordIsWrong) {
    const auto known = guess("chen");
    EXPECT_EQ(known.status, 401);
    for (const char* name : {"nobody", "", "not a name!", "chen\n"}) {
        const auto unknown = guess(name);
        EXPECT_EQ(unknown.status, known.status) << name;
        EXPECT_EQ(unknown.body, known.body) << name;
    }
    for (const auto& event : service.events("SignInRefused")) {
        const auto& fact = std::get<ledger::SignInRefused>(event.payload);
        EXPECT_TRUE(fact.who.is_empty() || fact.who.text() == "chen");
    }
}

TEST_F(Strangers, WaitTwiceAsLongAfterEveryFurtherGuess) {
    for (int i = 0; i < 5; ++i) ASSERT_EQ(guess("chen").status, 401) << i;
    for (const int wait : {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
        const auto held = guess("chen");
        ASSERT_EQ(held.status, 429);
        EXPECT_EQ(held.headers.at("Retry-After"), std::to_string(wait));
        service.pass(seconds(wait - 1));
        ASSERT_EQ(guess("chen").status, 429) << "a second before the end";
        service.pass(seconds(1));
        ASSERT_EQ(guess("chen").status, 401) << "the end";
    }
}

TEST_F(Strangers, AreHeldBackWithTheRightPasswordToo) {
    for (int i = 0; i < 5; ++i) guess("chen", "198.51.100.1");
    EXPECT_EQ(service.try_to_sign_in("chen", GuardedService::secret(), "198.51.100.1").status, 429);
    service.pass(seconds(1));
    EXPECT_EQ(service.try_to_sign_in("chen", GuardedService::secret(), "198.51.100.1").status, 201);
    EXPECT_EQ(guess("chen", "198.51.100.1").status, 401) << "the count began anew";
}

TEST_F(Strangers, KeepNobodyOutWhoComesFromElsewhere) {
    for (int i = 0; i < 20; ++i) guess("chen");
    EXPECT_EQ(service.try_to_sign_in("chen", GuardedService::secret(), "198.51.100.1").status, 201);
    EXPECT_EQ(guess("chen").status, 429) << "whoever guessed still waits";
}

/// What the log was told of refusals: "chen POST /v1/buildings/B9: csrf_token_must_be_given".
class TheirTraces : public Strangers {
protected:
    std::vector<std::string> refusals() {
        service.access().tally.tell_rest();
        service.hire("wang", {"cashier"});  // what was told before is in the log now
        std::vector<std::string> lines;
        for (const auto& event : service.events("RequestRefused")) {
            const auto& fact = std::get<ledger::RequestRefused>(event.payload);
            lines.push_back(fact.who.text() + ' ' + fact.asked);
        }
        return lines;
    }
};

TEST_F(TheirTraces, AWrongTokenOfAPageIsInTheLog) {
    const Browser chen = service.sign_in("chen").value();
    EXPECT_EQ(service
                  .ask("PUT", "/v1/buildings/B9",
                       {{"cookie", chen.cookie}, {"x-csrf-token", "a guess"}}, "{}")
                  .status,
              403);
    EXPECT_EQ(refusals(),
              std::vector<std::string>{"chen PUT /v1/buildings/B9: csrf_token_must_be_given"});
    EXPECT_EQ(service.ask("DELETE", "/v1/sessions/current", {{"cookie", chen.cookie}}).status, 403);
    service.hire("li", {"cashier"});
    EXPECT_EQ(counted(), 1U) << "what needs a name alone is a way in";
}

TEST_F(TheirTraces, TheNameOfSomebodyElseIsInTheLog) {
    const Browser chen = service.sign_in("chen").value();
    EXPECT_EQ(
        service.ask("GET", "/v1/site", {{"cookie", chen.cookie}, {"x-operator", "boss"}}).status,
        403);
    EXPECT_EQ(refusals(),
              std::vector<std::string>{"chen GET /v1/site: operator_must_be_the_caller"});
}

TEST_F(TheirTraces, TheTokenSpeaksForNoOperator) {
    projections::ReadModels models(service.book().journal(),
                                   service.directory() / "models of the token");
    api::Telemetry telemetry;
    const api::Service with_token{
        service.book(), models, [this] { return service.now(); }, telemetry, service.access(),
        "sesame",       "test"};
    const api::Router router(with_token);
    const auto as = [&](const std::string& name) {
        const api::Request request{
            "GET", "/v1/site", {}, {{"authorization", "Bearer sesame"}, {"x-operator", name}}, ""};
        return router.answer(request).status;
    };
    EXPECT_EQ(as("till-2"), 200);
    EXPECT_EQ(as("chen"), 403) << "one token would be both pairs of eyes";
    service.tell(ledger::AddOperator{
        {ledger::OperatorId("wu"), false, "", {ledger::RoleId("cashier")}, {}, {}}});
    service.tell(ledger::ChangeOperator{
        {ledger::OperatorId("wu"), "", {ledger::RoleId("cashier")}, {}, {}, true}});
    EXPECT_EQ(as("wu"), 403) << "nor for one who is disabled";
}

/// Under whatever names: what it proposed somebody else approves, who signed in.
TEST_F(TheirTraces, TheTokenIsOnePairOfEyes) {
    projections::ReadModels models(service.book().journal(), service.directory() / "of the token");
    api::Telemetry telemetry;
    const api::Service with_token{
        service.book(), models, [this] { return service.now(); }, telemetry, service.access(),
        "sesame",       "test"};
    const api::Router router(with_token);
    const auto as = [&](const std::string& name, const std::string& path, const std::string& body) {
        return router.answer({"POST",
                              path,
                              {},
                              {{"authorization", "Bearer sesame"},
                               {"x-operator", name},
                               {"idempotency-key", name + path}},
                              body});
    };
    const auto proposed = [&](const auto& ask) {
        const auto answer =
            ask("/v1/adjustments", R"({"wallet":"A1.M1","kind":"goodwill","amount":"1.00",)"
                                   R"("reason":"sorry"})");
        EXPECT_EQ(answer.status, 201) << answer.body;
        return GuardedService::Json::parse(answer.body)["position"].dump();
    };
    const std::string own = proposed(
        [&](const std::string& path, const std::string& body) { return as("alice", path, body); });
    const auto refused = as("bob", "/v1/adjustments/" + own + "/approval", "{}");
    EXPECT_EQ(GuardedService::Json::parse(refused.body)["code"], "approver_must_be_another")
        << refused.body;
    const Browser chen = service.sign_in("chen").value();
    EXPECT_EQ(service.ask(chen, "POST", "/v1/adjustments/" + own + "/approval").status, 201);
    const std::string of_a_person = proposed([&](const std::string& path, const std::string& body) {
        return service.ask(chen, "POST", path, body);
    });
    EXPECT_EQ(as("bob", "/v1/adjustments/" + of_a_person + "/approval", "{}").status, 201);
}

TEST_F(Strangers, WithAWrongTokenAreInTheLog) {
    EXPECT_EQ(status("not the token"), 401);
    service.hire("wang", {"cashier"});
    EXPECT_EQ(counted(), 1U);
}

TEST_F(Strangers, WithAWrongKeyAreInTheLog) {
    EXPECT_EQ(status("mbk.nobody-key.secret"), 401);
    service.hire("wang", {"cashier"});  // what was told before is in the log now
    EXPECT_EQ(counted(), 1U);
}

TEST_F(Strangers, DoNotFillTheLog) {
    const auto before = service.events("SignInRefused").size();
    for (int i = 0; i < 300; ++i) guess("chen");
    const auto after = service.events("SignInRefused").size();
    EXPECT_LE(after - before, 2U) << "one a kind: wrong, held back";
    service.pass(minutes(1));
    (void)service.ask("GET", "/healthz", {});
    service.access().tally.tell_rest();
    service.tell(ledger::RegisterBuilding{{ledger::BuildingId("B7"), "behind them"}});
    EXPECT_EQ(counted(), 300U);
    EXPECT_LE(service.events("SignInRefused").size() - before, 4U);
}

TEST_F(Strangers, AKeyOpensUntilItIsRevoked) {
    const std::string bearer = service.hire_machine("erp", {"read_only"});
    EXPECT_EQ(status(bearer), 200);
    EXPECT_EQ(status(bearer + "0"), 401);
    EXPECT_EQ(status(bearer.substr(0, bearer.size() - 1)), 401);
    EXPECT_EQ(status("mbk."), 401);
    EXPECT_EQ(status("mbk..."), 401);
    EXPECT_EQ(status("mbk.erp-key"), 401);
    EXPECT_EQ(status("mbk.other." + bearer.substr(bearer.rfind('.') + 1)), 401);
    const Browser chen = service.sign_in("chen").value();
    ASSERT_EQ(service.ask(chen, "POST", "/v1/operators/erp/keys/erp-key/revocation").status, 200);
    EXPECT_EQ(status(bearer), 401);
    EXPECT_FALSE(service.access().credentials.key(ledger::ApiKeyId("erp-key")));
}

TEST_F(Strangers, AKeyThatWasRevokedInTheLogOpensNothingWhateverTheFilesSay) {
    const std::string bearer = service.hire_machine("erp", {"read_only"});
    service.tell(ledger::RevokeKey{{ledger::OperatorId("erp"), ledger::ApiKeyId("erp-key")}});
    EXPECT_EQ(status(bearer), 401);
}

TEST_F(Strangers, AMachineThatIsDisabledIsOut) {
    const std::string bearer = service.hire_machine("erp", {"read_only"});
    service.tell(ledger::ChangeOperator{
        {ledger::OperatorId("erp"), "", {ledger::RoleId("read_only")}, {}, {}, true}});
    EXPECT_EQ(status(bearer), 401);
}

TEST_F(Strangers, AMachineDoesNotSignIn) {
    (void)service.hire_machine("erp", {"read_only"});
    EXPECT_EQ(service.try_to_sign_in("erp", "").status, 401);
}

class KeysThatEnd : public Strangers {
protected:
    KeysThatEnd() {
        service.tell(ledger::AddOperator{
            {ledger::OperatorId("erp"), true, "", {ledger::RoleId("read_only")}, {}, {}}});
    }

    api::Response issue(const std::string& expires_at) {
        const Browser chen = service.sign_in("chen").value();
        return service.ask(chen, "POST", "/v1/operators/erp/keys",
                           R"({"key":"till","expires_at":")" + expires_at + "\"}");
    }

    std::string in(std::chrono::seconds time) { return ledger::to_text(service.now() + time); }

    api::Response use(const std::string& bearer) {
        return service.ask("GET", "/v1/site", {{"authorization", "Bearer " + bearer}});
    }
};

TEST_F(KeysThatEnd, OpenUntilTheirMomentAndNotAtIt) {
    const auto issued = issue(in(std::chrono::hours(1)));
    ASSERT_EQ(issued.status, 201) << issued.body;
    const auto bearer = nlohmann::json::parse(issued.body)["bearer"].get<std::string>();
    service.pass(std::chrono::seconds(3599));
    EXPECT_EQ(use(bearer).status, 200);
    service.pass(std::chrono::seconds(1));
    const auto refused = use(bearer);
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(code_of(refused), "key_must_not_be_expired") << refused.body;
    EXPECT_EQ(code_of(use(bearer + "0")), "token_must_be_given") << "who guesses learns nothing";
    service.restart();
    EXPECT_EQ(code_of(use(bearer)), "key_must_not_be_expired");
}

TEST_F(KeysThatEnd, AreShownWithTheirEndAndTellTheLogThatTheyWereUsedLater) {
    const std::string end = in(std::chrono::hours(1));
    const auto issued = nlohmann::json::parse(issue(end).body);
    EXPECT_EQ(issued["expires_at"], end);
    const Browser chen = service.sign_in("chen").value();
    const auto shown = nlohmann::json::parse(service.ask(chen, "GET", "/v1/operators/erp").body);
    EXPECT_EQ(shown["keys"][0]["expires_at"], end);
    service.pass(std::chrono::hours(2));
    (void)use(issued["bearer"].get<std::string>());
    service.access().tally.tell_rest();
    service.tell(ledger::RegisterBuilding{{ledger::BuildingId("B7"), "behind it"}});
    const auto told = service.events("SignInRefused");
    ASSERT_EQ(told.size(), 1U);
    const auto& fact = std::get<ledger::SignInRefused>(told.front().payload);
    EXPECT_EQ(fact.fault, ledger::SignInFault::expired);
    EXPECT_EQ(fact.who, ledger::OperatorId("erp"));
}

TEST_F(KeysThatEnd, AreNotIssuedForAMomentThatIsOver) {
    for (const auto& time : {std::chrono::seconds(0), std::chrono::seconds(-1)}) {
        const auto refused = issue(in(time));
        EXPECT_EQ(code_of(refused), "expiry_must_be_in_the_future") << refused.body;
    }
    EXPECT_EQ(issue("tomorrow").status, 400);
}

TEST_F(Strangers, AKeyIsShownOnce) {
    const Browser chen = service.sign_in("chen").value();
    service.tell(ledger::AddOperator{
        {ledger::OperatorId("erp"), true, "", {ledger::RoleId("read_only")}, {}, {}}});
    const auto issued = service.ask(chen, "POST", "/v1/operators/erp/keys", R"({"key":"till"})");
    ASSERT_EQ(issued.status, 201) << issued.body;
    const auto bearer = nlohmann::json::parse(issued.body)["bearer"].get<std::string>();
    EXPECT_EQ(status(bearer), 200);
    const auto shown = service.ask(chen, "GET", "/v1/operators/erp");
    EXPECT_NE(shown.body.find("till"), std::string::npos);
    EXPECT_EQ(shown.body.find(bearer.substr(bearer.rfind('.') + 1)), std::string::npos);
}

}  // namespace
