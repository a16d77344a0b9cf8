#include <algorithm>

#include <gtest/gtest.h>

#include "api/tables/xlsx_reader.hpp"
#include "tests/unit/api/guarded_service.hpp"

// Of a wallet that several meters draw on, whoever is bound to buildings is told where all of these
// meters stand in theirs: as it was when it happened. Building B1 has meters M1 and M3, B2 has M2.

namespace {

using Json = nlohmann::json;
using namespace ledger;

const MethodId cash("cash");

class ReportBounds : public testing::Test {
protected:
    ReportBounds() {
        for (const std::string number : {"1", "2"}) {
            OperatorAdded bounds;
            bounds.buildings = {BuildingId("B" + number)};
            service.hire("manager" + number, {"finance_manager"}, bounds);
        }
        MeterRegistered third = service.book().read(
            [](const State& state) { return state.meters.at(MeterId("M1")).registered; });
        third.meter = MeterId("M3");
        third.unit = 3;
        third.place.room = "103";
        service.tell(RegisterMeter{third});
        service.tell(AssignTariff{{third.meter, TariffId("T"), Instant{1'790'000'000'000'000}}});
        for (const char* meter : {"M1", "M2"}) {
            const std::string account = meter == std::string("M1") ? "A1" : "A2";
            read(meter);
            service.tell(CloseAccount{AccountId(account), cash});
        }
        read("M3");
        const MeterId first("M1");
        const MeterId second("M2");
        service.tell(
            OpenAccount{AccountId("P"), CustomerId("C"), {first, second}, WalletMode::pooled});
        sell();
    }

    void read(const char* meter) {
        service.pass(std::chrono::seconds(60));
        service.tell(
            RecordReading{MeterId(meter), service.now(), {1'000, {}, 10, 1}, {}, "", 1, 1});
    }
    void sell() { service.tell(SellCredit{WalletId("P"), cents(10'00), cash}); }

    Json told(const std::string& who, const std::string& report,
              const std::map<std::string, std::string>& query = {}) {
        service.catch_up();
        const Browser browser = service.sign_in(who).value();
        const auto answer = service.ask_with(browser, "/v1/reports/" + report, query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }
    std::size_t rows_of_p(const std::string& who, const std::string& report,
                          const std::map<std::string, std::string>& query = {}) {
        const Json rows = told(who, report, query)["rows"];
        return static_cast<std::size_t>(
            std::ranges::count_if(rows, [](const Json& row) { return row["wallet"] == "P"; }));
    }

    GuardedService service;
};

TEST_F(ReportBounds, TellOfAWalletWhereAllOfItsMetersAreTheirs) {
    for (const char* report : {"purchases", "balances"}) {
        EXPECT_EQ(rows_of_p("chen", report), 1U) << report;
        EXPECT_EQ(rows_of_p("manager1", report), 0U) << report;
        EXPECT_EQ(rows_of_p("manager2", report), 0U) << report;
    }
    EXPECT_EQ(told("manager1", "sales")["totals"]["sales_count"], 0);
    EXPECT_EQ(told("chen", "sales")["totals"]["sales_count"], 1);

    read("M1");
    service.tell(DetachMeter{AccountId("P"), MeterId("M1")});
    sell();
    EXPECT_EQ(rows_of_p("manager1", "balances"), 0U);
    EXPECT_EQ(rows_of_p("manager2", "balances"), 1U) << "only M2 is left";
    EXPECT_EQ(rows_of_p("manager1", "purchases"), 0U);
    EXPECT_EQ(rows_of_p("manager2", "purchases"), 1U) << "what happened since";
    EXPECT_EQ(told("manager2", "sales")["totals"]["sales_count"], 1);
}

TEST_F(ReportBounds, FindAWalletByEachOfItsMeters) {
    for (const char* meter : {"M1", "M2"}) {
        EXPECT_EQ(rows_of_p("chen", "balances", {{"meter", meter}}), 1U) << meter;
        EXPECT_EQ(rows_of_p("chen", "purchases", {{"meter", meter}}), 1U) << meter;
    }
    EXPECT_EQ(rows_of_p("chen", "balances", {{"meter", "M3"}}), 0U);
}

TEST_F(ReportBounds, OfAClosedAccountAreWhereItsMetersWere) {
    for (const char* meter : {"M1", "M2"}) read(meter);
    service.tell(CloseAccount{AccountId("P"), cash});
    for (const char* who : {"manager1", "manager2"}) {
        EXPECT_EQ(rows_of_p(who, "balances"), 0U) << who;
        EXPECT_EQ(rows_of_p(who, "adjustments"), 0U) << who;
    }
    const Json settled = told("chen", "adjustments", {{"wallet", "P"}})["rows"].at(0);
    EXPECT_EQ(settled["kind"], "settlement");
    EXPECT_EQ(settled["meter"], "M1");
    EXPECT_EQ(settled["building"], "B1");
    EXPECT_EQ(told("chen", "balances", {{"wallet", "P"}})["rows"].at(0)["meter"], "M1");
}

TEST_F(ReportBounds, NamePeopleToThoseAloneWhoMayReadThem) {
    service.tell(*service.book().seal({CustomerId("C"), "Wang", "138 0000"}));
    const Json row = told("chen", "balances", {{"wallet", "P"}})["rows"].at(0);
    EXPECT_EQ(row["room"], "101");
    EXPECT_EQ(row["customer"], "C");
    EXPECT_EQ(row["customer_name"], "Wang");
    EXPECT_EQ(row["phone"], "138 0000");
    for (const char* meter : {"M1", "M2"}) read(meter);
    service.tell(CloseAccount{AccountId("P"), cash});
    service.tell(ForgetCustomer{CustomerId("C")});
    const Json forgotten = told("chen", "balances", {{"wallet", "P"}})["rows"].at(0);
    EXPECT_TRUE(forgotten["customer_name"].is_null());
    EXPECT_TRUE(forgotten["phone"].is_null());
}

TEST_F(ReportBounds, AreSaidInTheHeadOfAWorkbook) {
    service.catch_up();
    const auto head = [&](const std::string& who, const std::string& report,
                          std::map<std::string, std::string> query) {
        query["format"] = "xlsx";
        const auto answer =
            service.ask_with(service.sign_in(who).value(), "/v1/reports/" + report, query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        std::string lines;
        const api::Table table = api::read_workbook(answer.body).at(0);
        for (const std::string& each : table.header) lines += each + "\n";
        for (const api::TableRow& row : table.rows) lines += row.cells.at(0).text + "\n";
        return lines;
    };
    const std::string own = head("manager1", "sales", {{"operator", "chen"}});
    EXPECT_NE(own.find("Only of: operator chen\n"), std::string::npos) << own;
    EXPECT_NE(own.find("Only what stands in: B1 Tower\n"), std::string::npos) << own;
    EXPECT_NE(own.find("Range: "), std::string::npos) << own;
    const std::string live = head("chen", "live-alarms", {});
    EXPECT_EQ(live.find("Range: "), std::string::npos) << live;
    EXPECT_EQ(live.find("Only"), std::string::npos) << live;
}

/// All that a workbook says, cell by cell; of anything else its body.
std::string text_of(const std::string& body) {
    if (!body.starts_with("PK")) return body;
    std::string text;
    for (const api::Table& table : api::read_workbook(body)) {
        for (const std::string& each : table.header) text += each + "|";
        for (const api::TableRow& row : table.rows) {
            for (const api::Cell& cell : row.cells) text += cell.text + "|";
        }
    }
    return text;
}

TEST_F(ReportBounds, NameNobodyToWhoMayNotReadCustomers) {
    const Json body{{"name", "Zhang Wei"}, {"phone", "13800138000"}};
    const Browser chen = service.sign_in("chen").value();
    ASSERT_LT(service.ask(chen, "PUT", "/v1/customers/C", body.dump()).status, 300);
    service.tell(DefineRole{{RoleId("figures"), {Right::report_read}}});
    service.hire("figures", {"figures"});
    service.catch_up();
    const Browser figures = service.sign_in("figures").value();
    const auto said = [&](const Browser& who, const std::string& report, const char* format) {
        const auto answer =
            service.ask_with(who, "/v1/reports/" + report, {{"format", format}, {"lang", "en"}});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return text_of(answer.body);
    };
    for (const char* format : {"json", "csv", "xlsx"}) {
        EXPECT_NE(said(chen, "balances", format).find("Zhang Wei"), std::string::npos) << format;
        for (const char* report : {"balances", "arrears"}) {
            const std::string text = said(figures, report, format);
            for (const char* word : {"Zhang Wei", "13800138000", "customer_name", "Phone"})
                EXPECT_EQ(text.find(word), std::string::npos) << report << format << word;
        }
    }
}

}  // namespace
