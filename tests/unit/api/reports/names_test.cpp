#include "api/reports/report.hpp"
#include "api/tables/csv.hpp"
#include "api/tables/xlsx_reader.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/unit/api/reports/reports.hpp"

// What things are called in reports, what stands where there is nothing, and which names can be
// asked for.

namespace {

using Json = nlohmann::ordered_json;
using namespace ledger;

TEST_F(Reports, CallBuildingsByTheNamesThatTheyHadThen) {
    const auto then = service.book().journal().head().last.number;
    service.tell(RegisterBuilding{{BuildingId("B1"), "Tower of the East"}});
    const Json row = json("balances")["rows"][0];
    EXPECT_EQ(row["building"], "B1");
    EXPECT_EQ(row["building_name"], "Tower of the East");
    EXPECT_EQ(json("balances?as_of=" + std::to_string(then))["rows"][0]["building_name"], "Tower");
    const api::Table csv = api::read_csv(asked("sales?by=building&format=csv").body);
    EXPECT_EQ(csv.header.at(2), "Building name");
    EXPECT_EQ(csv.rows.at(0).cells.at(2).text, "Tower of the East");
    const Json compared = json("energy?by=building&compare=before&from=2026-10-03&to=2026-10-03");
    EXPECT_EQ(compared["rows"][0]["building_name"], "Tower of the East");
}

TEST_F(Reports, OfOneBuildingSayInTheHeadWhatItIsCalled) {
    const api::Table sheet = api::read_workbook(asked("sales?building=B1&format=xlsx").body).at(0);
    const bool says_which = std::ranges::any_of(sheet.rows, [](const auto& row) {
        return row.cells.at(0).text == "Only of: building B1 Tower";
    });
    EXPECT_TRUE(says_which);
}

TEST_F(Reports, OfFeesSayWhatTheyAreCalled) {
    service.tell(AssignFee{{WalletId("A1.M1"), FeeId("CARE"), *day_from_text("2026-10-05"), {}}});
    service.pass(std::chrono::hours(72));
    service.tell(ChargeFees{WalletId("A1.M1"), *day_from_text("2026-10-05")});
    const Json row = json("fees")["rows"][0];
    EXPECT_EQ(row["fee"], "CARE");
    EXPECT_EQ(row["fee_name"], "Care");
    const auto purchases = json("purchases")["rows"][0];
    EXPECT_FALSE(purchases.contains("fee_name")) << "its fee is an amount";
}

/// One event, of which each wallet has a part.
TEST_F(Reports, SayOfEachPartOfASettlementWhatTheWholeWas) {
    service.tell(AttachMeter{AccountId("A2"), MeterId("M5")});
    service.tell(SellCredit{WalletId("A2.M5"), cents(7'50), cash});
    service.tell(RecordReading{MeterId("M2"), service.clock(), {1'000, {}, 10, 1}, {}, "", 1, 1});
    service.tell(RecordReading{MeterId("M5"), service.clock(), {1'000, {}, 10, 1}, {}, "", 1, 1});
    service.tell(CloseAccount{AccountId("A2"), cash});
    const Json rows = json("adjustments?account=A2")["rows"];
    ASSERT_EQ(rows.size(), 2U) << rows.dump();
    EXPECT_EQ(rows[0]["position"], rows[1]["position"]);
    for (const Json& each : rows) EXPECT_EQ(each["note"], "100.00 + 7.50 = 107.50") << each;
    EXPECT_EQ(json("adjustments?account=A2")["totals"]["paid"], "-107.50");
}

/// By whoever was charged: the rows add up to what the meter counted.
TEST_F(Reports, OfAMeterThatChangedHandsHaveARowForEachAccount) {
    read("M1", 1'300);
    service.tell(CloseAccount{AccountId("A1"), cash});
    service.tell(OpenAccount{AccountId("A8"), CustomerId("C8"), {MeterId("M1")}});
    service.pass(std::chrono::hours(1));
    read("M1", 1'350);
    for (const std::string name : {"energy", "tariff-energy"}) {
        const Json told = json(name + "?by=meter&meter=M1&step=all&from=2026-10-01");
        ASSERT_EQ(told["row_count"], 2) << told.dump();
        EXPECT_EQ(told["rows"][0]["account"], "A1");
        EXPECT_EQ(told["rows"][0]["energy"], "3.00");
        EXPECT_EQ(told["rows"][1]["account"], "A8");
        EXPECT_EQ(told["rows"][1]["energy"], "0.50");
        EXPECT_EQ(told["totals"]["energy"], "3.50");
        EXPECT_EQ(json(name + "?by=site&meter=M1&step=all&from=2026-10-01")["totals"]["energy"],
                  "3.50");
    }
}

TEST_F(Reports, SayWhereAnOldBalanceIsFromAndNoMore) {
    service.tell(BringInBalance{WalletId("A2.M2"), {cents(1'00), "old till", ""}});
    service.tell(BringInBalance{WalletId("A3.M3"), {cents(2'00), "old till", "page 7"}});
    const Json rows = json("adjustments")["rows"];
    EXPECT_EQ(rows[0]["note"], "old till");
    EXPECT_EQ(rows[1]["note"], "old till page 7");
}

TEST_F(Reports, SayNullWhereThereIsNothing) {
    const std::string nowhere = "\"\"";
    for (const api::Report& report : api::all_reports()) {
        const Json told = json(report.name);
        for (const Json& row : told["rows"])
            EXPECT_EQ(row.dump().find(nowhere), std::string::npos) << report.name << row.dump();
    }
    EXPECT_TRUE(json("commands")["rows"][0]["batch"].is_null());
}

TEST_F(Reports, KnowNothingBeforeTheFirstEvent) {
    const auto refusal = [&](const std::string& as_of) {
        return Json::parse(service.ask("GET", "/v1/reports/sales?as_of=" + as_of).body);
    };
    const Json early = refusal("2026-09-01T00:00:00Z");
    EXPECT_EQ(early["code"], "field_must_fit");
    EXPECT_EQ(early["field"], "as_of");
    EXPECT_NE(early["detail"].get<std::string>().find("2026-09-30"), std::string::npos) << early;
    EXPECT_EQ(refusal("0")["code"], "field_must_fit");
    EXPECT_EQ(json("sales?as_of=1")["to"], "2026-09-30");
}

TEST_F(Reports, OfDaysBeyondTheBookAreEmptyAndEndNotBeforeTheyBegin) {
    for (const char* range : {"from=2027-01-01", "to=2020-01-01"}) {
        const Json told = json(std::string("sales?") + range);
        EXPECT_EQ(told["from"], told["to"]) << range;
        EXPECT_EQ(told["from"].get<std::string>(),
                  std::string(range).substr(range[0] == 'f' ? 5 : 3));
        EXPECT_EQ(told["row_count"], 0);
    }
}

TEST(ReportsOfAnEmptyBook, AreOfToday) {
    const TemporaryDirectory directory;
    const Instant noon = *instant_from_text("2026-11-22T12:00:00Z");
    const auto book = Book::open({.directory = directory.path(),
                                  .clock = [=] { return noon; },
                                  .on_failure = [](const std::string&) {}});
    projections::ReadModels read_models(book->journal(), directory / "projections");
    api::Telemetry telemetry;
    api::Access access(*book, {.directory = directory / "access"});
    const api::Service service{*book, read_models, [=] { return noon; }, telemetry, access,
                               "",    "test"};
    const api::Router router(service);
    for (const std::string report : {"sales", "balances", "energy"}) {
        const auto answer = router.answer({"GET", "/v1/reports/" + report, {}, {}, ""});
        const Json told = Json::parse(answer.body);
        EXPECT_EQ(told["from"], "2026-11-22") << answer.body;
        EXPECT_EQ(told["to"], "2026-11-22");
        EXPECT_TRUE(told["as_of"].is_null());
    }
    const api::Request early{
        "GET", "/v1/reports/sales", {{"as_of", "2026-01-01T00:00:00Z"}}, {}, ""};
    EXPECT_EQ(router.answer(early).status, 400);
}

TEST_F(Reports, RefuseNamesThatNobodyEverHad) {
    const auto fault = [&](const std::string& target) {
        const auto told = Json::parse(service.ask("GET", "/v1/reports/" + target).body);
        return told.value("code", "") + " " + told.value("field", "");
    };
    EXPECT_EQ(fault("sales?building=B7"), "field_must_fit building");
    EXPECT_EQ(fault("energy?meter=M77"), "field_must_fit meter");
    EXPECT_EQ(fault("balances?account=A77"), "field_must_fit account");
    EXPECT_EQ(fault("purchases?wallet=A77.M1"), "field_must_fit wallet");
    EXPECT_EQ(fault("sales?operator=nobody"), "field_must_fit operator");
    EXPECT_EQ(fault("purchases?method=shells"), "field_must_fit method");
    EXPECT_EQ(fault("purchases?method=shells&format=csv"), "field_must_fit method");
}

TEST_F(Reports, TellOfWhatIsNoLongerThere) {
    service.tell(RecordReading{MeterId("M2"), service.clock(), {1'000, {}, 10, 1}, {}, "", 1, 1});
    service.tell(CloseAccount{AccountId("A2"), cash});
    EXPECT_EQ(json("balances?account=A2")["row_count"], 1);
    EXPECT_EQ(json("purchases?wallet=A2.M2")["row_count"], 2);
    EXPECT_EQ(json("purchases?account=P1")["row_count"], 0) << "it is entered in advance";
    SiteConfigured site = service.book().read([](const State& state) { return *state.site; });
    site.payment_methods = {MethodId("bank")};
    service.tell(ConfigureSite{site});
    EXPECT_GT(json("purchases?method=cash")["row_count"], 0) << "it was taken until now";
    EXPECT_GT(json("purchases?operator=test")["row_count"], 0) << "they said so themselves";
    EXPECT_EQ(json("purchases?method=bank")["row_count"], 0);
}

}  // namespace
