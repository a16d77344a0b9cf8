#include "api/tables/csv.hpp"
#include "api/tables/xlsx_reader.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/unit/api/reports/reports.hpp"

// Which days a report tells of, with what they are compared, and what was known then.

namespace {

using Json = nlohmann::ordered_json;
using namespace ledger;

/// A book that is begun on a day may be given what was read before it.
TEST(ReportsOfEnergy, WithoutABeginningHoldWhatWasUsedBeforeTheBook) {
    AskedService service;
    const MeterRegistered known = service.book().read(
        [](const State& state) { return state.meters.at(MeterId("M5")).registered; });
    MeterRegistered meter = known;
    meter.meter = MeterId("M6");
    meter.unit = 6;
    service.tell(RegisterMeter{meter});
    service.tell(
        AssignTariff{{meter.meter, TariffId("T"), *instant_from_text("2026-09-22T00:00:00Z")}});
    const auto read = [&](const char* at, std::uint64_t register_value) {
        service.tell(RecordReading{
            meter.meter, *instant_from_text(at), {register_value, {}, 10, 1}, {}, "", 1, 1});
    };
    read("2026-09-25T00:00:00Z", 0);
    read("2026-09-30T20:00:00Z", 6'000);
    for (const std::string name : {"energy", "tariff-energy"}) {
        const Json told = Json::parse(
            service.ask("GET", "/v1/reports/" + name + "?step=all&meter=M6&by=meter").body);
        EXPECT_EQ(told["from"], "2026-09-25") << name;
        EXPECT_EQ(told["totals"]["energy"], "60.00") << name;
    }
}

/// M5 feeds M1 to M3, and is read on both days.
class ReportsOfLosses : public Reports {
protected:
    ReportsOfLosses() {
        for (const char* meter : {"M1", "M2", "M3"}) register_behind(meter, "M5");
        read("M5", 1'100);
        service.pass(std::chrono::hours(24));
        read("M5", 1'400);
        read("M1", 1'300);
    }
};

TEST_F(ReportsOfLosses, CompareAMainMeterWithItself) {
    const Json told = json("losses?step=day&from=2026-10-05&to=2026-10-05&compare=before");
    ASSERT_EQ(told["row_count"], 1) << told.dump();
    const Json& row = told["rows"][0];
    EXPECT_NE(row["main_energy"], "0.00");
    EXPECT_NE(row["main_energy_before"], "0.00");
    EXPECT_FALSE(row["loss_percent"].is_null());
}

TEST_F(ReportsOfLosses, CountTheMetersThatHungThereThen) {
    service.tell(ClosePeriod{PeriodKind::day, *day_from_text("2026-09-30")});
    service.pass(std::chrono::hours(24));
    for (const char* day : {"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05"})
        service.tell(ClosePeriod{PeriodKind::day, *day_from_text(day)});
    const std::string range = "losses?step=all&from=2026-10-01&to=2026-10-05";
    const std::string closed = asked(range).body;
    EXPECT_EQ(Json::parse(closed)["rows"][0]["sub_meters"], 3);
    register_behind("M4", "M5");
    service.pass(std::chrono::hours(1));
    read("M2", 1'300);
    EXPECT_EQ(asked(range).body, closed);
    EXPECT_EQ(json(range + "&as_of=now")["rows"][0]["sub_meters"], 4);
}

TEST_F(ReportsOfLosses, HaveNumbersForFigures) {
    const std::string csv = asked("losses?step=month&format=csv").body;
    const Json told = json("losses?step=month");
    EXPECT_EQ(told["columns"].back()["kind"], "percent");
    const std::string percent = told["rows"][0]["loss_percent"];
    EXPECT_TRUE(csv.find("," + percent + "\r\n") != std::string::npos) << csv;
    const api::Table table =
        api::read_workbook(asked("losses?step=month&format=xlsx&meter=M5").body).at(0);
    const auto& row = table.rows.at(table.rows.size() - 2).cells;
    EXPECT_EQ(row.front().kind, api::Cell::Kind::moment) << "the month";
    EXPECT_EQ(row.front().text, "2026-10-01");
    EXPECT_EQ(row.back().kind, api::Cell::Kind::number) << "per cent";
}

TEST_F(Reports, OfLossesHoldAMainMeterAgainstTheMetersBehindIt) {
    const auto registered = [&](const char* meter) {
        return service.book().read(
            [&](const State& state) { return state.meters.at(MeterId(meter)).registered; });
    };
    MeterRegistered sub = registered("M1");
    sub.main_meter = MeterId("M5");
    service.tell(RegisterMeter{sub});
    MeterRegistered main = registered("M5");
    main.main_meter = MeterId("M1");
    EXPECT_THROW(service.tell(RegisterMeter{main}), std::runtime_error) << "behind itself";
    main.main_meter = MeterId("M9");
    EXPECT_THROW(service.tell(RegisterMeter{main}), std::runtime_error) << "there is no M9";
    const Json told = json("losses?step=all");
    ASSERT_EQ(told["row_count"], 1);
    EXPECT_EQ(told["rows"][0]["meter"], "M5");
    EXPECT_EQ(told["rows"][0]["sub_meters"], 1);
    EXPECT_EQ(told["rows"][0]["sub_energy"], "1.00");
    EXPECT_EQ(told["rows"][0]["loss"], "-1.00");
    EXPECT_TRUE(told["rows"][0]["loss_percent"].is_null()) << "nothing went through M5";
}

/// One sale on each of some days, of as many yuan as is said.
class ReportsOfMonths : public Reports {
protected:
    void sell_on(const char* day, std::int64_t yuan) {
        service.pass(*instant_from_text(std::string(day) + "T04:00:00Z") - service.clock());
        service.tell(SellCredit{WalletId("A1.M1"), cents(yuan * 100), cash});
    }
    /// Period and figure of a row, and those that they stand beside.
    static std::string told(const Json& row) {
        return Json{row["period"], row["sales"], row["period_before"], row["sales_before"],
                    row["sales_change"]}
            .dump();
    }
};

/// The year before has no 29 February: what follows it is beside its own day all the same.
TEST_F(ReportsOfMonths, OfALeapYearCompareTheSameDaysOfTheYearBefore) {
    sell_on("2027-02-28", 1);
    sell_on("2027-03-01", 2);
    sell_on("2028-02-29", 4);
    sell_on("2028-03-01", 8);
    const Json all = json("sales?from=2028-02-01&to=2028-03-31&compare=year");
    ASSERT_EQ(all["row_count"], 3) << all.dump();
    EXPECT_EQ(told(all["rows"][0]), R"(["2028-02-29","4.00",null,null,"4.00"])");
    EXPECT_EQ(told(all["rows"][1]), R"(["2028-03-01","8.00","2027-03-01","2.00","6.00"])");
    EXPECT_EQ(told(all["rows"][2]), R"(["2028-02-28","0.00","2027-02-28","1.00","-1.00"])");
    EXPECT_EQ(all["totals"]["sales_before"], "3.00");
    const Json after = json("sales?from=2028-02-29&to=2028-03-01&compare=year");
    EXPECT_EQ(after["rows"][1]["sales_before"], "2.00");
    EXPECT_EQ(after["compared_with"], Json({{"from", "2027-02-28"}, {"to", "2027-03-01"}}));
}

TEST_F(ReportsOfMonths, ThatAreNotEquallyLongCompareTheSameDaysOfThem) {
    sell_on("2027-01-31", 1);
    sell_on("2027-02-28", 2);
    sell_on("2027-03-28", 4);
    sell_on("2027-03-29", 8);
    sell_on("2027-03-31", 16);
    const Json march = json("sales?from=2027-03-01&to=2027-03-31&compare=before");
    EXPECT_EQ(march["compared_with"], Json({{"from", "2027-02-01"}, {"to", "2027-02-28"}}));
    ASSERT_EQ(march["row_count"], 3) << march.dump();
    EXPECT_EQ(told(march["rows"][0]), R"(["2027-03-28","4.00","2027-02-28","2.00","2.00"])");
    EXPECT_EQ(told(march["rows"][1]), R"(["2027-03-29","8.00",null,null,"8.00"])");
    EXPECT_EQ(told(march["rows"][2]), R"(["2027-03-31","16.00",null,null,"16.00"])");
    EXPECT_EQ(march["totals"]["sales_change"], "26.00") << "the sum of the rows";
    const Json february = json("sales?from=2027-02-01&to=2027-02-28&compare=before");
    ASSERT_EQ(february["row_count"], 2) << february.dump();
    EXPECT_EQ(told(february["rows"][1]), R"([null,null,"2027-01-31","1.00","-1.00"])");
    EXPECT_EQ(february["totals"]["sales"], "2.00");
}

TEST_F(ReportsOfMonths, CompareAMonthUpToADayWithTheSameDaysOfTheMonthBefore) {
    sell_on("2027-02-03", 1);
    sell_on("2027-02-28", 2);
    sell_on("2027-03-03", 4);
    const std::string range = "sales?from=2027-03-01&to=2027-03-10";
    const Json month = json(range + "&compare=month");
    EXPECT_EQ(month["compared_with"], Json({{"from", "2027-02-01"}, {"to", "2027-02-10"}}));
    ASSERT_EQ(month["row_count"], 1) << month.dump();
    EXPECT_EQ(told(month["rows"][0]), R"(["2027-03-03","4.00","2027-02-03","1.00","3.00"])");
    const Json before = json(range + "&compare=before");
    EXPECT_EQ(before["compared_with"], Json({{"from", "2027-02-19"}, {"to", "2027-02-28"}}));
    EXPECT_EQ(told(before["rows"][0]), R"(["2027-03-03","4.00","2027-02-21","0.00","4.00"])");
    EXPECT_EQ(told(before["rows"][1]), R"(["2027-03-10","0.00","2027-02-28","2.00","-2.00"])");
    const Json by_month = json(range + "&compare=month&step=month");
    EXPECT_EQ(told(by_month["rows"][0]), R"(["2027-03","4.00","2027-02","1.00","3.00"])");
}

TEST_F(ReportsOfMonths, ShowNothingInTablesWhereThereIsNoSuchDay) {
    sell_on("2027-03-31", 16);
    const std::string march = "sales?from=2027-03-01&to=2027-03-31&compare=before&format=";
    const api::Table csv = api::read_csv(asked(march + "csv").body);
    EXPECT_EQ(csv.header.at(1), "Day, before");
    EXPECT_EQ(csv.rows.at(0).cells.at(1).text + csv.rows[0].cells.at(3).text, "");
    const api::Table sheet = api::read_workbook(asked(march + "xlsx").body).at(0);
    const auto& cells = sheet.rows.at(sheet.rows.size() - 2).cells;
    EXPECT_EQ(cells.at(0).text, "2027-03-31");
    EXPECT_TRUE(cells.at(1).is_empty());
    EXPECT_TRUE(cells.at(3).is_empty());
    const bool says_which = std::ranges::any_of(sheet.rows, [](const auto& row) {
        return row.cells.at(0).text == "Compared with: 2027-02-01 – 2027-02-28";
    });
    EXPECT_TRUE(says_which);
}

}  // namespace
