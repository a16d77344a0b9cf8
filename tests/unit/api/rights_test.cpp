#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Every route says what it needs, and each of the standard roles gets exactly its list.

namespace {

using Json = nlohmann::json;
using Names = std::set<std::string>;

/// What the office was promised: by role, as docs/operations.md shows it.
const std::map<std::string, Names> promised{
    {"auditor",
     {"catalogue.read", "customer.read", "money.read", "report.read", "event.read",
      "operator.read"}},
    {"cashier",
     {"catalogue.read", "customer.read", "money.read", "money.sell", "shift.work", "customer.edit",
      "account.edit", "adjustment.propose"}},
    {"finance_manager",
     {"catalogue.read", "customer.read",      "money.read",         "report.read",
      "event.read",     "operator.read",      "tariff.edit",        "tariff.backdate",
      "customer.edit",  "account.edit",       "money.sell",         "money.refund",
      "money.reverse",  "money.leave_debt",   "money.transfer",     "money.settle",
      "money.bring_in", "adjustment.propose", "adjustment.approve", "limit.edit",
      "fee.charge",     "charge.correct",     "shift.work",         "shift.supervise",
      "period.close",   "import.run"}},
    {"property_engineer",
     {"catalogue.read", "place.edit", "meter.edit", "reading.enter", "reading.judge",
      "charge.correct", "power.control", "notice.report", "import.run"}},
    {"read_only", {"catalogue.read", "money.read", "report.read"}},
    {"tenant", {"tenant.read"}}};

const Names open_to_all{"GET /healthz", "GET /openapi.json", "GET /readyz",
                        "GET /v1/proofs/papers/{position}", "POST /v1/sessions"};
const Names open_to_callers{"GET /v1/sessions/current", "DELETE /v1/sessions/current",
                            "PUT /v1/sessions/current/password", "GET /v1/rights"};

std::string name_of(const api::Route& route) { return route.method + " " + route.pattern; }

/// A path that fits: something nobody has for each name.
std::string path_of(const api::Route& route) {
    std::string path;
    bool is_name = false;
    for (const char c : route.pattern) {
        if (c == '{') path += "4711";
        if (c == '{' || c == '}') is_name = c == '{';
        if (!is_name && c != '}') path += c;
    }
    return path;
}

TEST(Rights, EveryRouteSaysWhatItNeeds) {
    Names without;
    Names with_a_name;
    for (const api::Route& route : api::all_routes()) {
        if (route.need.is_nothing()) without.insert(name_of(route));
        if (!route.need.is_nothing() && !route.need.right()) with_a_name.insert(name_of(route));
    }
    EXPECT_EQ(without, open_to_all);
    EXPECT_EQ(with_a_name, open_to_callers);
}

class RightsOfRole : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Standard, RightsOfRole,
                         testing::Values("auditor", "cashier", "finance_manager",
                                         "property_engineer", "read_only", "tenant"),
                         [](const auto& each) { return each.param; });

TEST_P(RightsOfRole, OpenTheirRoutesAndNoOther) {
    GuardedService service;
    const std::string bearer = "Bearer " + service.hire_machine("robot", {GetParam()});
    const Names& rights = promised.at(GetParam());
    for (const api::Route& route : api::all_routes()) {
        if (!route.need.right()) continue;
        const std::string right(ledger::to_text(*route.need.right()));
        const auto answer =
            service.ask(route.method, path_of(route), {{"authorization", bearer}}, "{}");
        if (rights.contains(right)) {
            EXPECT_NE(answer.status, 401) << name_of(route);
            EXPECT_NE(answer.status, 403) << name_of(route) << ' ' << answer.body;
            continue;
        }
        EXPECT_EQ(answer.status, 403) << name_of(route);
        EXPECT_EQ(code_of(answer), "right_must_be_held") << name_of(route);
        EXPECT_EQ(Json::parse(answer.body)["field"], right) << name_of(route);
    }
}

TEST_P(RightsOfRole, AreWhatTheCallerIsTold) {
    GuardedService service;
    const std::string bearer = "Bearer " + service.hire_machine("robot", {GetParam()});
    const auto answer = service.ask("GET", "/v1/sessions/current", {{"authorization", bearer}});
    ASSERT_EQ(answer.status, 200);
    const auto told = Json::parse(answer.body)["rights"].get<Names>();
    EXPECT_EQ(told, promised.at(GetParam()));
}

TEST(Rights, OfAnAdministratorOpenEveryRoute) {
    GuardedService service;
    const std::string bearer = "Bearer " + service.hire_machine("robot", {"administrator"});
    for (const api::Route& route : api::all_routes()) {
        const auto answer =
            service.ask(route.method, path_of(route), {{"authorization", bearer}}, "{}");
        EXPECT_NE(answer.status, 403) << name_of(route) << ' ' << answer.body;
    }
}

TEST_P(RightsOfRole, LetThoseWhoReadWriteNothing) {
    if (GetParam() != "auditor" && GetParam() != "read_only" && GetParam() != "tenant") return;
    GuardedService service;
    const std::string bearer = "Bearer " + service.hire_machine("robot", {GetParam()});
    for (const api::Route& route : api::all_routes()) {
        if (!route.need.right() || route.method == "GET") continue;
        const auto answer =
            service.ask(route.method, path_of(route), {{"authorization", bearer}}, "{}");
        EXPECT_EQ(code_of(answer), "right_must_be_held") << name_of(route);
    }
}

TEST(Rights, ARefusedChangeIsInTheLogAndARefusedLookToo) {
    GuardedService service;
    const std::string bearer = "Bearer " + service.hire_machine("robot", {"read_only"});
    for (int i = 0; i < 50; ++i) {
        service.ask("POST", "/v1/sales", {{"authorization", bearer}});
        service.ask("GET", "/v1/events", {{"authorization", bearer}});
    }
    service.access().tally.tell_rest();
    service.tell(ledger::RegisterBuilding{{ledger::BuildingId("B7"), "behind them"}});
    std::uint64_t count = 0;
    const auto events = service.events("RequestRefused");
    for (const auto& event : events) {
        const auto& fact = std::get<ledger::RequestRefused>(event.payload);
        EXPECT_EQ(fact.who.text(), "robot");
        const bool is_sale = fact.right == ledger::Right::money_sell;
        EXPECT_TRUE(is_sale || fact.right == ledger::Right::event_read);
        EXPECT_EQ(fact.asked, is_sale ? "POST /v1/sales" : "GET /v1/events");
        count += fact.count;
    }
    EXPECT_EQ(events.size(), 4U) << "of each the first at once, and the others together";
    EXPECT_EQ(count, 100U);
}

TEST(Rights, AreListedPageByPage) {
    const GuardedService service;
    const Browser chen = service.sign_in("chen").value();
    std::map<std::string, std::string> query{{"limit", "30"}};
    const Json first = Json::parse(service.ask_with(chen, "/v1/rights", query).body);
    EXPECT_EQ(first["items"].size(), 30U);
    query["cursor"] = first["next_cursor"].get<std::string>();
    const Json second = Json::parse(service.ask_with(chen, "/v1/rights", query).body);
    EXPECT_EQ(second["items"].size(), ledger::every_right().count() - 30);
    EXPECT_EQ(second["next_cursor"], nullptr);
    EXPECT_EQ(service.ask_with(chen, "/v1/rights", {{"limit", "abc"}}).status, 400);
}

/// What the route allows and the content does not.
struct Further {
    std::string name;
    std::string method;
    std::string path;
    std::string body;
    std::string right;
};

class RightsInTheBody : public testing::TestWithParam<Further> {};

INSTANTIATE_TEST_SUITE_P(
    Every, RightsInTheBody,
    testing::Values(
        Further{"reversal", "POST", "/v1/reversals", R"({"transaction":1,"debt_allowed":true})",
                "money.leave_debt"},
        Further{"shift", "POST", "/v1/shifts/1/closing", R"({"counts":[],"by_supervisor":true})",
                "shift.supervise"},
        Further{"tariff", "PUT", "/v1/meters/M1/tariff",
                R"({"tariff":"T","from":"2026-01-01T00:00:00Z"})", "tariff.backdate"},
        Further{"closing", "POST", "/v1/accounts/A1/closing", R"({"method":"cash"})",
                "money.settle"},
        Further{"detachment", "POST", "/v1/accounts/A1/meters/M1/detachment",
                R"({"settle_by":"cash"})", "money.settle"},
        Further{"preparation", "PUT", "/v1/prepared-accounts/A9",
                R"({"customer":"C9","meters":["M1"],"wallets":"per_meter","terms":[{"meter":"M1",)"
                R"("tariff":null,"old_balance":{"amount":"5","source":"OLD","reference":""}}]})",
                "money.bring_in"},
        Further{"import_of_prices", "POST", "/v1/imports",
                R"({"tariffs":[{"tariff":"V","name":"V","price":"0.5",)"
                R"("effective_from":"2027-01-01T00:00:00Z"}]})",
                "tariff.edit"},
        Further{"import_of_places", "POST", "/v1/imports",
                R"({"buildings":[{"building":"B7","name":"Seven"}]})", "place.edit"},
        Further{"import_of_names", "POST", "/v1/imports",
                R"({"customers":[{"customer":"C7","name":"Li"}]})", "customer.edit"},
        Further{"import_of_balances", "POST", "/v1/imports",
                R"({"accounts":[{"account":"A9","customer":"C9","stage":"prepared",)"
                R"("meter":"M1","balance":"5","source":"OLD"}]})",
                "money.bring_in"}),
    [](const auto& each) { return each.param.name; });

TEST_P(RightsInTheBody, AreNeededBesideThatOfTheRoute) {
    GuardedService service;
    const Further& wanted = GetParam();
    const auto all = Json::parse(
        service.ask(service.sign_in("chen").value(), "GET", "/v1/rights").body)["items"];
    std::vector<ledger::Right> rights;
    for (const auto& each : all) {
        const auto name = each["right"].get<std::string>();
        if (name != wanted.right) rights.push_back(*ledger::enum_from_text<ledger::Right>(name));
    }
    service.tell(ledger::DefineRole{{ledger::RoleId("nearly_all"), rights}});
    const std::string bearer = "Bearer " + service.hire_machine("robot", {"nearly_all"});
    const auto refused =
        service.ask(wanted.method, wanted.path, {{"authorization", bearer}}, wanted.body);
    EXPECT_EQ(code_of(refused), "right_must_be_held") << refused.body;
    EXPECT_EQ(Json::parse(refused.body)["field"], wanted.right);
    const auto allowed =
        service.ask(service.sign_in("chen").value(), wanted.method, wanted.path, wanted.body);
    EXPECT_NE(allowed.status, 403) << allowed.body;
}

TEST(Rights, NobodyGivesWhatTheyDoNotHold) {
    GuardedService service;
    service.tell(ledger::DefineRole{
        {ledger::RoleId("staff_office"),
         {ledger::Right::operator_read, ledger::Right::operator_edit, ledger::Right::money_read}}});
    service.hire("li", {"staff_office"});
    const Browser li = service.sign_in("li").value();
    const auto code = [&](const std::string& method, const std::string& path, const Json& body) {
        return code_of(service.ask(li, method, path, body.dump()));
    };
    Json wu{{"operator", "wu"},           {"is_machine", false},
            {"display_name", ""},         {"roles", {"administrator"}},
            {"buildings", Json::array()}, {"accounts", Json::array()}};
    EXPECT_EQ(code("POST", "/v1/operators", wu), "right_must_be_held");
    wu["roles"] = {"staff_office"};
    EXPECT_EQ(code("POST", "/v1/operators", wu), "");
    EXPECT_EQ(code("PUT", "/v1/operators/chen/password", {{"password", "taken over now"}}),
              "right_must_be_held");
    EXPECT_EQ(code("PUT", "/v1/roles/read_only", {{"rights", {"money.read"}}}),
              "right_must_be_held");
    EXPECT_EQ(code("PUT", "/v1/roles/mine", {{"rights", {"money.sell"}}}), "right_must_be_held");
    EXPECT_EQ(code("PUT", "/v1/roles/mine", {{"rights", {"money.read"}}}), "");
}

TEST(FourEyes, AreTwoPeopleAndNotTwoSessions) {
    GuardedService service;
    service.hire("li", {"finance_manager"});
    service.hire("wu", {"finance_manager"});
    const Browser here = service.sign_in("li").value();
    const Browser elsewhere = service.sign_in("li").value();
    const auto proposed =
        service.ask(here, "POST", "/v1/adjustments",
                    R"({"wallet":"A1.M1","kind":"goodwill","amount":"5.00","reason":"sorry"})");
    ASSERT_EQ(proposed.status, 201) << proposed.body;
    const std::string path = "/v1/adjustments/" +
                             std::to_string(Json::parse(proposed.body)["position"].get<int>()) +
                             "/approval";
    const Json waits = Json::parse(service.ask(here, "GET", "/v1/adjustments").body)["items"][0];
    EXPECT_EQ(waits["reason"], "sorry");
    EXPECT_EQ(waits["balance"], "0.00");
    EXPECT_EQ(waits["balance_after"], "5.00");
    EXPECT_EQ(waits["proposed_at"], Json::parse(proposed.body)["recorded_at"]);
    const std::string why = R"({"reason":"checked"})";
    EXPECT_EQ(code_of(service.ask(elsewhere, "POST", path, why)), "approver_must_be_another");
    EXPECT_EQ(service.ask(service.sign_in("wu").value(), "POST", path, why).status, 201);
}

/// As an older release defined it: the word stays in the log, and opens nothing.
TEST(Rights, ThatAreRetiredAreHeldByNobody) {
    const GuardedService service;
    const Browser chen = service.sign_in("chen").value();
    for (const char* path : {"/v1/rights", "/v1/roles", "/v1/sessions/current"}) {
        const auto answer = service.ask(chen, "GET", path);
        EXPECT_EQ(answer.body.find("webhook.edit"), std::string::npos) << path;
    }
    const auto refused =
        service.ask(chen, "PUT", "/v1/roles/hooks", R"({"rights":["money.read","webhook.edit"]})");
    EXPECT_EQ(code_of(refused), "value_must_be_in_range") << refused.body;
}

}  // namespace
