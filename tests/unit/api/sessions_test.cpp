#include <fstream>

#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Who signs in, what their browser may do, and when that ends.

namespace {

using Json = nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string building = R"({"name":"Annexe"})";

class SignedIn : public testing::Test {
protected:
    int status(const Browser& browser, const std::string& path = "/v1/site") {
        return service.ask(browser, "GET", path).status;
    }
    Browser chen() { return service.sign_in("chen").value(); }

    /// Why sessions ended, in order; what is told in passing is written before what is told here.
    std::vector<std::string> ends() {
        service.tell(
            ledger::DefineRole{{ledger::RoleId("witness"), {ledger::Right::catalogue_read}}});
        std::vector<std::string> causes;
        for (const ledger::Event& each : service.events("SessionEnded")) {
            const auto& fact = std::get<ledger::SessionEnded>(each.payload);
            causes.push_back(fact.who.text() + ' ' + std::string(ledger::to_text(fact.cause)) +
                             ' ' + std::to_string(fact.count));
        }
        return causes;
    }
    using Causes = std::vector<std::string>;

    GuardedService service;
};

TEST_F(SignedIn, ACookieThatNoScriptReadsAndATokenThatNoOtherPageKnows) {
    const auto answer = service.try_to_sign_in("chen", GuardedService::secret());
    ASSERT_EQ(answer.status, 201) << answer.body;
    const std::string cookie = answer.headers.at("Set-Cookie");
    for (const char* part : {"; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age=43200"})
        EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
    EXPECT_EQ(cookie.find("Secure"), std::string::npos) << "this was plain HTTP";
    const Json body = Json::parse(answer.body);
    EXPECT_EQ(body["operator"], "chen");
    EXPECT_EQ(body["csrf_token"].get<std::string>().size(), 64U);
    EXPECT_EQ(answer.body.find(cookie.substr(18, 64)), std::string::npos);
    ASSERT_EQ(service.events("OperatorSignedIn").size(), 1U);
    EXPECT_EQ(service.events("OperatorSignedIn")[0].envelope.actor.name, "chen");
}

TEST_F(SignedIn, TheActorOfWhatTheyDoAndNobodyElses) {
    const Browser browser = chen();
    ASSERT_EQ(service.ask(browser, "PUT", "/v1/buildings/B9", building).status, 201);
    const auto event = service.events("BuildingRegistered").back();
    EXPECT_EQ(event.envelope.actor.name, "chen");
    EXPECT_EQ(event.envelope.actor.kind, ledger::ActorKind::person);
    const auto claimed = service.ask(
        "PUT", "/v1/buildings/B8",
        {{"cookie", browser.cookie}, {"x-csrf-token", browser.csrf_token}, {"x-operator", "li"}},
        building);
    EXPECT_EQ(code_of(claimed), "operator_must_be_the_caller");
}

TEST_F(SignedIn, AChangeWithoutTheTokenOfThePageIsRefused) {
    const Browser browser = chen();
    const auto without =
        service.ask("PUT", "/v1/buildings/B9", {{"cookie", browser.cookie}}, building);
    EXPECT_EQ(without.status, 403);
    EXPECT_EQ(code_of(without), "csrf_token_must_be_given");
    const Browser of_another{browser.cookie, chen().csrf_token};
    EXPECT_EQ(service.ask(of_another, "PUT", "/v1/buildings/B9", building).status, 403);
    EXPECT_TRUE(service.events("BuildingRegistered").size() == 2U);
    EXPECT_EQ(service.ask("GET", "/v1/site", {{"cookie", browser.cookie}}).status, 200);
}

TEST_F(SignedIn, ATokenThatSomebodyChoseIsNotTakenOver) {
    const std::string chosen = "meterbook_session=" + std::string(64, 'a');
    api::Request request;
    request.method = "POST";
    request.path = "/v1/sessions";
    request.headers = {{"content-type", "application/json"}, {"cookie", chosen}};
    request.body = Json{{"operator", "chen"}, {"password", GuardedService::secret()}}.dump();
    const Browser first = chen();
    EXPECT_NE(first.cookie, chosen);
    EXPECT_NE(first.cookie, chen().cookie);
    EXPECT_EQ(status({chosen, ""}), 401);
    EXPECT_EQ(status({first.cookie + "; " + chosen, ""}), 401) << "one of two is not theirs";
}

TEST_F(SignedIn, AFormOfAnotherPageSignsNobodyIn) {
    const auto answer =
        service.ask("POST", "/v1/sessions", {{"content-type", "text/plain"}},
                    Json{{"operator", "chen"}, {"password", GuardedService::secret()}}.dump());
    EXPECT_EQ(code_of(answer), "content_type_must_be_json");
}

TEST_F(SignedIn, ASessionEndsWhenItIsIdle) {
    const Browser browser = chen();
    service.pass(minutes(29));
    EXPECT_EQ(status(browser), 200);
    service.pass(minutes(29));
    EXPECT_EQ(status(browser), 200) << "it was used meanwhile";
    service.pass(minutes(30));
    EXPECT_EQ(status(browser), 401);
}

TEST_F(SignedIn, ASessionEndsWhenItIsOld) {
    const Browser browser = chen();
    for (int i = 0; i < 35; ++i) {
        service.pass(minutes(20));
        ASSERT_EQ(status(browser), 200) << i;
    }
    service.pass(minutes(20));
    EXPECT_EQ(status(browser), 401) << "twelve hours are over";
    EXPECT_EQ(ends(), Causes{"chen expired 1"});
}

TEST_F(SignedIn, ASessionEndsWithSignOut) {
    const Browser browser = chen();
    EXPECT_EQ(service.ask(browser, "DELETE", "/v1/sessions/current").status, 200);
    EXPECT_EQ(status(browser), 401);
    EXPECT_EQ(ends(), Causes{"chen signed_out 1"});
}

TEST_F(SignedIn, ANinthSessionEndsTheOldest) {
    const Browser first = chen();
    for (int i = 0; i < 8; ++i) {
        service.pass(seconds(1));
        chen();
    }
    EXPECT_EQ(status(first), 401);
    EXPECT_EQ(ends(), Causes{"chen replaced 1"});
}

TEST_F(SignedIn, WhoIsDisabledIsOutAtOnce) {
    service.hire("li", {"cashier"});
    const Browser li = service.sign_in("li").value();
    ASSERT_EQ(status(li), 200);
    const std::string disabled =
        R"({"display_name":"","roles":["cashier"],"buildings":[],"accounts":[],"disabled":true})";
    ASSERT_EQ(service.ask(chen(), "PUT", "/v1/operators/li", disabled).status, 201);
    EXPECT_EQ(status(li), 401);
    EXPECT_FALSE(service.sign_in("li"));
    EXPECT_EQ(ends(), Causes{"li disabled 1"});
}

TEST_F(SignedIn, WhoLosesARoleLosesItsRightsAtOnce) {
    service.hire("li", {"administrator"});
    const Browser li = service.sign_in("li").value();
    service.tell(
        ledger::ChangeOperator{{ledger::OperatorId("li"), "", {ledger::RoleId("tenant")}, {}, {}}});
    EXPECT_EQ(service.ask(li, "GET", "/v1/site").status, 403);
}

TEST_F(SignedIn, ANewPasswordEndsTheOtherSessionsAndTheOldPassword) {
    const Browser here = chen();
    const Browser elsewhere = chen();
    const auto change = [&](const std::string& old_one) {
        return service.ask(here, "PUT", "/v1/sessions/current/password",
                           Json{{"old", old_one}, {"new", "another long secret"}}.dump());
    };
    EXPECT_EQ(code_of(change("not this one")), "sign_in_must_be_right");
    ASSERT_EQ(change(GuardedService::secret()).status, 200);
    EXPECT_EQ(status(here), 200);
    EXPECT_EQ(status(elsewhere), 401);
    EXPECT_FALSE(service.sign_in("chen"));
    EXPECT_EQ(service.try_to_sign_in("chen", "another long secret").status, 201);
    EXPECT_EQ(service.events("PasswordChanged").size(), 1U);
    EXPECT_EQ(ends(), Causes{"chen password 1"});
}

TEST_F(SignedIn, WhatNobodyUsesAnyMoreEndsWithoutThem) {
    service.hire("li", {"cashier"});
    ASSERT_TRUE(service.sign_in("li"));
    ASSERT_TRUE(service.sign_in("li"));
    service.pass(minutes(31));
    EXPECT_EQ(service.ask("GET", "/healthz", {}).status, 200);
    EXPECT_EQ(ends(), Causes{"li expired 2"});
}

TEST_F(SignedIn, APasswordThatIsEasilyGuessedIsRefused) {
    const Browser browser = chen();
    for (const char* weak : {"short", "aaaaaaaaaaaaaaa", "chen is the best"}) {
        const auto answer = service.ask(browser, "PUT", "/v1/operators/chen/password",
                                        Json{{"password", weak}}.dump());
        EXPECT_EQ(code_of(answer), "password_must_be_strong") << weak;
    }
}

TEST_F(SignedIn, AnAdministratorSeesOperatorsAndRoles) {
    service.hire("li", {"cashier"});
    const Browser browser = chen();
    const auto items = [&](const std::string& path) {
        const auto answer = service.ask(browser, "GET", path);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body)["items"];
    };
    EXPECT_EQ(items("/v1/operators").size(), 2U);
    EXPECT_EQ(items("/v1/roles").size(), 7U);
    EXPECT_EQ(items("/v1/rights").size(), 37U);
    const Json li = Json::parse(service.ask(browser, "GET", "/v1/operators/li").body);
    EXPECT_EQ(li["roles"], Json({"cashier"}));
    EXPECT_EQ(li.count("password"), 0U);
    const Json role = Json::parse(service.ask(browser, "GET", "/v1/roles/read_only").body);
    EXPECT_EQ(role["rights"], Json({"catalogue.read", "money.read", "report.read"}));
    EXPECT_EQ(service.ask(browser, "GET", "/v1/operators/nobody").status, 404);
    EXPECT_EQ(
        service.ask(browser, "PUT", "/v1/operators/li/password", R"({"password":"given by chen"})")
            .status,
        200);
}

TEST_F(SignedIn, ARestartSignsOutAndKeepsThePasswords) {
    const Browser browser = chen();
    service.restart();
    EXPECT_EQ(status(browser), 401);
    EXPECT_EQ(status(chen()), 200);
}

TEST_F(SignedIn, SecretsAreInNoFileButTheirOwn) {
    const std::string bearer = service.hire_machine("erp", {"read_only"});
    const Browser browser = chen();
    service.restart();
    const std::string secret = bearer.substr(bearer.rfind('.') + 1);
    for (const auto& each : std::filesystem::recursive_directory_iterator(service.directory())) {
        if (!each.is_regular_file()) continue;
        std::ifstream in(each.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        const bool is_kept_apart = each.path().parent_path().filename() == "access";
        EXPECT_EQ(bytes.find(GuardedService::secret()), std::string::npos) << each.path();
        EXPECT_EQ(bytes.find(secret), std::string::npos) << each.path();
        EXPECT_EQ(bytes.find(browser.csrf_token), std::string::npos) << each.path();
        EXPECT_TRUE(is_kept_apart || bytes.find("argon2id") == std::string::npos) << each.path();
        if (!is_kept_apart) continue;
        EXPECT_EQ(each.status().permissions(),
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
}

}  // namespace
