#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/unit/api/guarded_service.hpp"

// Who is bound to buildings or to accounts sees and touches nothing else. Building B1 has gateway
// G1, line L1, meter M1, account A1 of C1; B2 has the same with a 2.

namespace {

using Json = nlohmann::json;
using namespace ledger;

/// Somebody with every right, bound to building B1; and a tenant of account A1.
class Bound : public testing::Test {
protected:
    Bound() {
        OperatorAdded first;
        first.buildings = {BuildingId("B1")};
        service.hire("li", {"administrator"}, first);
        OperatorAdded own;
        own.accounts = {AccountId("A1")};
        service.hire("tenant1", {"tenant"}, own);
        for (const char* number : {"1", "2"}) {
            const WalletId wallet(std::string("A") + number + ".M" + number);
            service.tell(SellCredit{wallet, cents(100'00), MethodId("cash")});
            service.tell(ProposeAdjustment{wallet, AdjustmentKind::goodwill, cents(1'00)});
            service.tell(RequestCommand{MeterId(std::string("M") + number), CommandKind::read_now,
                                        latest_instant});
        }
        service.catch_up();
        li = service.sign_in("li").value();
        tenant = service.sign_in("tenant1").value();
    }

    Json items(const Browser& who, const std::string& path) {
        const auto answer = service.ask(who, "GET", path);
        EXPECT_EQ(answer.status, 200) << path << ' ' << answer.body;
        return Json::parse(answer.body)["items"];
    }
    std::string code(const std::string& method, const std::string& path, const Json& body = {}) {
        return code_of(service.ask(li, method, path, body.is_null() ? "{}" : body.dump()));
    }
    /// The position of the event of this kind about the second building.
    std::string second(const std::string& kind) {
        return std::to_string(service.events(kind).back().envelope.position.number);
    }

    GuardedService service;
    Browser li;
    Browser tenant;
};

TEST_F(Bound, SeeOfEveryListWhatStandsInTheirBuildings) {
    for (const char* path :
         {"/v1/buildings", "/v1/gateways", "/v1/lines", "/v1/meters", "/v1/accounts", "/v1/sales",
          "/v1/adjustments", "/v1/commands", "/v1/meter-states", "/v1/events"}) {
        const Json own = items(li, path);
        EXPECT_FALSE(own.empty()) << path;
        for (const char* name : {"\"B2\"", "\"G2\"", "\"L2\"", "\"M2\"", "\"A2\"", "\"A2.M2\""})
            EXPECT_EQ(own.dump().find(name), std::string::npos) << path << ' ' << own.dump();
    }
    EXPECT_EQ(items(li, "/v1/tariffs").size(), 1U) << "prices are everybody's";
}

TEST_F(Bound, LearnNothingOfOthersFromPagesAndTheirCursors) {
    for (const std::string path :
         {"/v1/buildings", "/v1/gateways", "/v1/lines", "/v1/meters", "/v1/accounts", "/v1/sales",
          "/v1/adjustments", "/v1/commands", "/v1/meter-states", "/v1/events"}) {
        const Json whole = items(li, path);
        Json paged = Json::array();
        std::map<std::string, std::string> query{{"limit", "1"}};
        for (Json page = {{"next_cursor", ""}}; !page["next_cursor"].is_null();) {
            const auto answer = service.ask_with(li, path, query);
            ASSERT_EQ(answer.status, 200) << path << ' ' << answer.body;
            for (const char* name : {"\"B2\"", "\"G2\"", "\"L2\"", "\"M2\"", "\"A2\""})
                ASSERT_EQ(answer.body.find(name), std::string::npos) << path << answer.body;
            page = Json::parse(answer.body);
            ASSERT_EQ(page["items"].size(), 1U) << path << ": a cursor leads to one more";
            paged.push_back(page["items"][0]);
            if (!page["next_cursor"].is_null())
                query["cursor"] = page["next_cursor"].get<std::string>();
        }
        EXPECT_EQ(paged, whole) << path;
    }
}

TEST_F(Bound, LearnNothingOfTheWholeSiteFromADifference) {
    for (const char* reports : {"false", "true"}) {
        const auto compared = service.ask_with(li, "/v1/diff", {{"reports", reports}});
        EXPECT_EQ(code_of(compared), "place_must_be_allowed") << compared.body;
    }
}

TEST_F(Bound, DoNotChooseByWhatStandsElsewhere) {
    const auto asked = [&](const std::string& path, const std::string& name,
                           const std::string& value) {
        return code_of(service.ask_with(li, path, {{name, value}}));
    };
    EXPECT_EQ(asked("/v1/sales", "wallet", "A2.M2"), "place_must_be_allowed");
    EXPECT_EQ(asked("/v1/commands", "meter", "M2"), "place_must_be_allowed");
    EXPECT_EQ(asked("/v1/meter-states", "building", "B2"), "place_must_be_allowed");
    EXPECT_EQ(asked("/v1/sales", "wallet", "A1.M1"), "");
}

TEST_F(Bound, OpenNoAccountForACustomerOfOthersAndLeaveATrace) {
    EXPECT_EQ(code("POST", "/v1/accounts/A1/transfer", {{"customer", "C2"}, {"reason", "x"}}),
              "place_must_be_allowed");
    service.hire("wang", {"cashier"});  // what was told before is in the log now
    EXPECT_FALSE(service.events("RequestRefused").empty());
}

TEST_F(Bound, CloseNoShiftOfATillElsewhere) {
    service.hire("wang", {"finance_manager"});
    const auto open = [&](const Browser& who, const std::string& till) {
        const Json shift{{"till", till}, {"method", "cash"}, {"opening_float", "0.00"}};
        const auto answer = service.ask(who, "POST", "/v1/shifts", shift.dump());
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::to_string(Json::parse(answer.body)["position"].get<int>());
    };
    const Json counts{{"counts", {{{"method", "cash"}, {"counted", "0.00"}}}}};
    const std::string others = open(service.sign_in("wang").value(), "T2");
    const std::string own = open(li, "T1");
    EXPECT_EQ(code("POST", "/v1/shifts/" + others + "/closing", counts), "place_must_be_allowed");
    EXPECT_NE(code("POST", "/v1/shifts/" + own + "/closing", counts), "place_must_be_allowed");
}

TEST_F(Bound, AreNotShownWhatStandsElsewhereOrIsTheWholeSites) {
    for (const std::string& path :
         {std::string("/v1/meters/M2"), std::string("/v1/accounts/A2"),
          std::string("/v1/wallets/A2.M2"), std::string("/v1/buildings/B2"),
          std::string("/v1/gateways/G2"), std::string("/v1/lines/L2"),
          std::string("/v1/meter-states/M2"), "/v1/sales/" + second("CreditSold"),
          "/v1/commands/" + second("CommandRequested"), "/v1/events/" + second("CreditSold"),
          std::string("/v1/reports/trial-balance"), std::string("/metrics")})
        EXPECT_EQ(code("GET", path), "place_must_be_allowed") << path;
    EXPECT_EQ(code("GET", "/v1/meters/M1"), "");
    EXPECT_EQ(code("GET", "/v1/wallets/A1.M1"), "");
    const auto till = service.ask_with(li, "/v1/explain", {{"account", "cash:cash"}});
    EXPECT_EQ(code_of(till), "place_must_be_allowed");
}

TEST_F(Bound, DoNotTouchWhatStandsElsewhereOrIsTheWholeSites) {
    const auto elsewhere = [&](const std::string& method, const std::string& path,
                               const Json& body) {
        EXPECT_EQ(code(method, path, body), "place_must_be_allowed") << method << ' ' << path;
    };
    elsewhere("POST", "/v1/sales", {{"wallet", "A2.M2"}, {"amount", "5.00"}, {"method", "cash"}});
    elsewhere("POST", "/v1/refunds",
              {{"sale", service.events("CreditSold").back().envelope.position.number},
               {"amount", "5.00"},
               {"method", "cash"},
               {"reason", "x"}});
    elsewhere("POST", "/v1/transfers",
              {{"from", "A1.M1"}, {"to", "A2.M2"}, {"amount", "5.00"}, {"reason", "x"}});
    elsewhere("POST", "/v1/adjustments/" + second("AdjustmentProposed") + "/approval",
              {{"reason", "x"}});
    elsewhere("POST", "/v1/commands/" + second("CommandRequested") + "/cancellation",
              {{"reason", "x"}});
    elsewhere("POST", "/v1/commands", {{"meter", "M2"}, {"kind", "trip"}, {"reason", "x"}});
    elsewhere("POST", "/v1/batches",
              {{"batch", "X"}, {"kind", "trip"}, {"building", "B2"}, {"reason", "x"}});
    elsewhere("PUT", "/v1/buildings/B2", {{"name", "mine"}});
    elsewhere("PUT", "/v1/meters/M2/tariff", {{"tariff", "T"}, {"from", "2026-11-01T00:00:00Z"}});
    elsewhere("POST", "/v1/accounts/A2/closing", {{"method", "cash"}, {"reason", "x"}});
    elsewhere("PUT", "/v1/site", Json::object());
    elsewhere("POST", "/v1/tariffs", Json::object());
    elsewhere("POST", "/v1/fees/charges", Json::object());
    elsewhere("POST", "/v1/periods/day/2026-10-01/closing", Json::object());
    elsewhere("PUT", "/v1/operators/chen/password", {{"password", "taken over now"}});
    elsewhere("PUT", "/v1/roles/mine", {{"rights", {"money.read"}}});
    EXPECT_EQ(
        code("POST", "/v1/sales", {{"wallet", "A1.M1"}, {"amount", "5.00"}, {"method", "cash"}}),
        "");
    EXPECT_EQ(code("PUT", "/v1/buildings/B1", {{"name", "mine"}}), "");
}

TEST_F(Bound, DoNotMoveAMeterAcrossTheirBounds) {
    Json meter = Json::parse(service.ask(li, "GET", "/v1/meters/M1").body);
    Json wanted;
    for (const char* field : {"line", "unit", "profile", "number", "ct", "pt", "rated_power_w",
                              "has_relay", "mode", "place", "poll_interval_s"})
        if (meter.contains(field)) wanted[field] = meter[field];
    wanted["place"]["building"] = "B2";
    EXPECT_EQ(code("PUT", "/v1/meters/M1", wanted), "place_must_be_allowed");
}

TEST_F(Bound, SeeTheEntriesOfTheirWallets) {
    EXPECT_EQ(items(li, "/v1/wallets/A1.M1/entries").size(), 1U);
    EXPECT_EQ(code("GET", "/v1/wallets/A2.M2/entries"), "place_must_be_allowed");
}

TEST_F(Bound, AFileOfTheirOwnIsInTheLogAndOneOfAnothersIsRefused) {
    const auto file = [&](const std::string& wallet) {
        return service.ask("GET", "/v1/wallets/" + wallet + "/entries",
                           {{"cookie", li.cookie}, {"accept", "text/csv"}});
    };
    EXPECT_EQ(code_of(file("A2.M2")), "place_must_be_allowed");
    EXPECT_EQ(file("A1.M1").status, 200);
    const auto events = service.events("ExportTaken");
    ASSERT_EQ(events.size(), 1U);
    const auto& fact = std::get<ExportTaken>(events[0].payload);
    EXPECT_EQ(fact.who.text(), "li");
    EXPECT_EQ(fact.what, "/v1/wallets/A1.M1/entries");
    EXPECT_EQ(fact.format, ExportFormat::csv);
    EXPECT_EQ(fact.rows, 1U);
}

TEST_F(Bound, TenantsSeeTheirOwn) {
    const Json accounts = items(tenant, "/v1/tenant/accounts");
    ASSERT_EQ(accounts.size(), 1U);
    EXPECT_EQ(accounts[0]["wallets"][0]["balance"], "100.00");
    EXPECT_EQ(items(tenant, "/v1/tenant/wallets/A1.M1/purchases").size(), 1U);
    EXPECT_EQ(items(tenant, "/v1/tenant/wallets/A1.M1/entries").size(), 1U);
    EXPECT_TRUE(items(tenant, "/v1/tenant/wallets/A1.M1/notices").empty());
    for (const char* path : {"/v1/tenant/wallets/A2.M2/entries", "/v1/tenant/meters/M2/readings",
                             "/v1/tenant/wallets/A7.M7/entries", "/v1/tenant/meters/M7/readings"})
        EXPECT_EQ(service.ask(tenant, "GET", path).status, 404) << path;
}

TEST_F(Bound, TenantsSeeOfAMeterWhatCameSinceItIsTheirs) {
    const auto before = items(tenant, "/v1/tenant/meters/M1/readings");
    EXPECT_EQ(before.size(), 1U) << "the reading that their account begins at";
    service.pass(std::chrono::minutes(20));
    service.tell(RecordReading{MeterId("M1"), service.now(), {1'100, {}, 10, 1}, {}, "", 1, 1});
    EXPECT_EQ(items(tenant, "/v1/tenant/meters/M1/readings").size(), 2U);
    service.catch_up();
    const auto answer = service.ask_with(tenant, "/v1/tenant/meters/M1/energy",
                                         {{"from", "2026-01-01"}, {"to", "2026-12-31"}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(Json::parse(answer.body)["energy_kwh"], "1.00");
}

/// A path of any route with names of this book, whoever they belong to.
std::string any_path(const std::string& pattern, const std::vector<std::string>& names) {
    std::string path;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] != '{') {
            path += pattern[at];
            continue;
        }
        path += names.at(
            static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(names.size()))));
        at = pattern.find('}', at);
    }
    return path;
}

/// The name as a whole word of the answer.
bool names(const std::string& text, const std::string& name) {
    return text.find("\"" + name + "\"") != std::string::npos;
}

TEST_F(Bound, NoAnswerToATenantNamesWhatIsAnothers) {
    const std::vector<std::string> all{"B1", "B2", "G2", "L2", "M1",    "M2",    "A1",
                                       "A2", "C1", "C2", "1",  "A1.M1", "A2.M2", "17"};
    const auto routes = api::all_routes();
    EXPECT_TRUE(rc::check([&] {
        const auto& route = routes.at(
            static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(routes.size()))));
        RC_PRE(route.pattern != "/openapi.json" && route.pattern != "/v1/sessions/current");
        const std::string path = any_path(route.pattern, all);
        const auto answer = service.ask(tenant, route.method, path);
        if (answer.status != 200) return;
        for (const char* name : {"B2", "G2", "L2", "M2", "A2", "C2", "A2.M2"})
            RC_ASSERT(!names(answer.body, name));
    }));
}

}  // namespace
