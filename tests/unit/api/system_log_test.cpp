#include <gtest/gtest.h>

#include "tests/unit/api/guarded_service.hpp"

// Who did what, and was refused what: read by whoever may know it.

namespace {

using Json = nlohmann::json;
using Lines = std::vector<std::string>;

class SystemLog : public testing::Test {
protected:
    SystemLog() {
        service.hire("li", {"cashier"});
        chen = service.sign_in("chen").value();
        li = service.sign_in("li").value();
        EXPECT_EQ(service.ask(chen, "PUT", "/v1/buildings/B9", R"({"name":"Annexe"})").status, 201);
        EXPECT_EQ(service.ask(li, "POST", "/v1/refunds", "{}").status, 403);
        EXPECT_EQ(service
                      .ask("POST", "/v1/sales",
                           {{"cookie", li.cookie},
                            {"x-csrf-token", li.csrf_token},
                            {"idempotency-key", "s1"}},
                           R"({"wallet":"A1.M1","amount":"20.00","method":"cash"})")
                      .status,
                  201);
        EXPECT_EQ(service.ask_with(chen, "/v1/exports/register", {{"format", "json"}}).status, 200);
        EXPECT_EQ(service.ask(li, "DELETE", "/v1/sessions/current").status, 200);
        service.tell(ledger::DefineRole{
            {ledger::RoleId("witness"), {ledger::Right::catalogue_read}}});  // behind what is told
        service.catch_up();
    }

    Json page(const std::map<std::string, std::string>& query) {
        const auto answer = service.ask_with(chen, "/v1/system-log", query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }

    /// "li sign_in OperatorSignedIn" each, oldest first.
    Lines lines(const std::map<std::string, std::string>& query) {
        Lines lines;
        const Json found = page(query);
        for (const Json& each : found["items"])
            lines.insert(lines.begin(), each["operator"].get<std::string>() + ' ' +
                                            each["kind"].get<std::string>() + ' ' +
                                            each["event"]["type"].get<std::string>());
        return lines;
    }

    GuardedService service;
    Browser chen;
    Browser li;
};

TEST_F(SystemLog, OfAnOperatorIsAllThatTheyDidAndWereRefused) {
    EXPECT_EQ(lines({{"operator", "li"}}),
              (Lines{"li sign_in OperatorSignedIn", "li refusal RequestRefused",
                     "li work CreditSold", "li sign_in SessionEnded"}));
    EXPECT_EQ(lines({{"operator", "nobody"}}), Lines{});
}

TEST_F(SystemLog, OfAKindIsThatOfEverybody) {
    EXPECT_EQ(lines({{"kind", "sign_in"}}),
              (Lines{"chen sign_in OperatorSignedIn", "li sign_in OperatorSignedIn",
                     "li sign_in SessionEnded"}));
    EXPECT_EQ(lines({{"kind", "export"}}), Lines{"chen export ExportTaken"});
    EXPECT_EQ(lines({{"kind", "change"}, {"operator", "chen"}}),
              Lines{"chen change BuildingRegistered"});
}

TEST_F(SystemLog, OfAnExportSaysWhatItWasChosenBy) {
    const Json taken = page({{"kind", "export"}});
    EXPECT_EQ(taken["items"][0]["event"]["data"]["what"], "/v1/exports/register?format=json");
}

TEST_F(SystemLog, HasARefusedExportAsARefusalAlone) {
    ledger::OperatorAdded bounds;
    bounds.buildings = {ledger::BuildingId("B1")};
    service.hire("wu", {"administrator"}, bounds);
    const Browser wu = service.sign_in("wu").value();
    EXPECT_EQ(service.ask_with(wu, "/v1/exports/register", {{"format", "json"}}).status, 403);
    service.access().tally.tell_rest();
    service.tell(ledger::RegisterBuilding{{ledger::BuildingId("B7"), "behind them"}});
    service.catch_up();
    EXPECT_EQ(lines({{"kind", "export"}}), Lines{"chen export ExportTaken"});
    EXPECT_EQ(lines({{"kind", "refusal"}, {"operator", "wu"}}), Lines{"wu refusal RequestRefused"});
}

TEST_F(SystemLog, OfATimeBeginsWithItAndEndsBeforeItsEnd) {
    const std::string now = ledger::to_text(service.now());
    const std::string later = ledger::to_text(service.now() + std::chrono::hours(1));
    EXPECT_FALSE(lines({{"from", now}, {"until", later}}).empty());
    EXPECT_TRUE(lines({{"from", later}}).empty());
    EXPECT_TRUE(lines({{"until", "2000-01-02T00:00:00Z"}}).empty());
}

TEST_F(SystemLog, IsReadPageByPageToItsEnd) {
    const Lines all = lines({{"operator", "li"}});
    Lines met;
    std::map<std::string, std::string> query{{"operator", "li"}, {"limit", "1"}};
    for (;;) {
        const Json one = page(query);
        for (const Json& each : one["items"])
            met.insert(met.begin(), "li " + each["kind"].get<std::string>() + ' ' +
                                        each["event"]["type"].get<std::string>());
        if (one["next_cursor"].is_null()) break;
        query["cursor"] = one["next_cursor"].get<std::string>();
        ASSERT_LE(met.size(), all.size());
    }
    EXPECT_EQ(met, all);
}

TEST_F(SystemLog, WhatCannotBeMeantIsRefusedAndNamed) {
    for (const auto& [name, value] : std::map<std::string, std::string>{
             {"kind", "holiday"}, {"operator", "no name!"}, {"from", "yesterday"}}) {
        const auto answer = service.ask_with(chen, "/v1/system-log", {{name, value}});
        EXPECT_EQ(answer.status, 400) << name;
        EXPECT_EQ(Json::parse(answer.body)["field"], name);
    }
}

TEST_F(SystemLog, IsForWhoeverMayReadOfOperators) {
    service.hire("wu", {"read_only"});
    const Browser wu = service.sign_in("wu").value();
    EXPECT_EQ(service.ask_with(wu, "/v1/system-log", {}).status, 403);
}

}  // namespace
