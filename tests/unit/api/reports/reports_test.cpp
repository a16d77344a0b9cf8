#include "tests/unit/api/reports/reports.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "api/reports/code_words.hpp"
#include "api/reports/report.hpp"
#include "api/tables/csv.hpp"
#include "api/tables/xlsx_reader.hpp"
#include "ledger/journal/journal.hpp"

namespace {

using Json = nlohmann::ordered_json;
using namespace ledger;

std::string golden(const std::string& name) {
    std::ifstream file(std::string(METERBOOK_SOURCE) + "/tests/golden/reports/" + name,
                       std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Money money(const Json& text) { return *from_text<Money>(text.get<std::string>()); }

bool has_cell_with(const api::Table& table, const std::string& text) {
    const auto has = [&](const auto& row) {
        return std::ranges::any_of(row.cells, [&](const api::Cell& each) {
            return each.text.find(text) != std::string::npos;
        });
    };
    const auto in_header = [&](const std::string& each) {
        return each.find(text) != std::string::npos;
    };
    return std::ranges::any_of(table.header, in_header) || std::ranges::any_of(table.rows, has);
}

constexpr const char* that_day = "?from=2026-10-03&to=2026-10-03";

TEST_F(Reports, OfSalesAreTheGoldenTables) {
    EXPECT_EQ(asked(std::string("sales") + that_day + "&format=csv").body, golden("sales.csv"));
    EXPECT_EQ(asked(std::string("sales") + that_day + "&format=csv&lang=zh&by=method").body,
              golden("sales_zh.csv"));
}

TEST_F(Reports, OfEnergyAreTheGoldenTable) {
    EXPECT_EQ(asked("energy?from=2026-10-01&to=2026-10-03&step=all&meter=M1&format=csv").body,
              golden("energy.csv"));
}

TEST_F(Reports, OfBalancesAreTheGoldenTable) {
    EXPECT_EQ(asked(std::string("balances") + that_day + "&account=A1&format=csv").body,
              golden("balances.csv"));
}

Instant in_seconds(const std::string& text) {
    const Instant at = instant_from_text(text).value_or(Instant{});
    return at - std::chrono::microseconds(at.micros % 1'000'000);
}

/// As JSON says it, of a cell in a table; a moment to the second.
std::string text_of(const Json& cell, const Json& column) {
    if (cell.is_null()) return "";
    if (column["kind"] == "time" && cell.get<std::string>().find('T') != std::string::npos)
        return to_text(in_seconds(cell));
    return cell.is_string() ? cell.get<std::string>() : cell.dump();
}

TEST_F(Reports, OfEveryNameHaveTheSameFiguresAsTables) {
    for (const api::Report& report : api::all_reports()) {
        const Json told = json(report.name);
        EXPECT_EQ(told["breaches"], 0) << report.name;
        EXPECT_EQ(told["rows"].size(), told["row_count"]) << report.name;
        const api::Table csv = api::read_csv(asked(report.name + "?format=csv").body);
        EXPECT_TRUE(asked(report.name + "?format=xlsx").body.starts_with("PK")) << report.name;
        ASSERT_EQ(csv.rows.size(), told["rows"].size()) << report.name;
        ASSERT_EQ(csv.header.size(), told["columns"].size()) << report.name;
        for (std::size_t row = 0; row < csv.rows.size(); ++row) {
            for (std::size_t i = 0; i < csv.header.size(); ++i) {
                const Json& column = told["columns"][i];
                const Json& cell = told["rows"][row][column["name"].get<std::string>()];
                EXPECT_EQ(text_of(csv.rows[row].cells.at(i).text, column), text_of(cell, column))
                    << report.name << ' ' << column["name"];
            }
        }
    }
}

TEST_F(Reports, OfClosedDaysPrintAsTheyDid) {
    for (const char* day : {"2026-09-30", "2026-10-01", "2026-10-02", "2026-10-03"})
        service.tell(ClosePeriod{PeriodKind::day, *day_from_text(day)});
    const std::string energy = asked(std::string("energy") + that_day).body;
    const std::string balances = asked(std::string("balances") + that_day + "&format=csv").body;
    EXPECT_TRUE(Json::parse(energy)["is_closed"]);
    service.pass(std::chrono::hours(1));
    service.tell(RecordReading{MeterId("M2"), service.clock(), {1'100, {}, 10, 1}, {}, "", 1, 1});
    EXPECT_EQ(asked(std::string("energy") + that_day).body, energy);
    EXPECT_EQ(asked(std::string("balances") + that_day + "&format=csv").body, balances);
    const Json now = json(std::string("energy") + that_day + "&as_of=now");
    EXPECT_FALSE(now["is_closed"]);
    EXPECT_GT(now["row_count"], Json::parse(energy)["row_count"]) << "M2 used some on that day";
}

/// Every report that has a range, of a day that is closed: later sales, readings, alarms, commands
/// and decisions about that day do not change a byte of it.
TEST_F(Reports, OfClosedDaysAreTheSameBytesForEver) {
    for (const char* meter : {"M1", "M2"}) register_behind(meter, "M5");
    read("M5", 1'100);
    service.pass(std::chrono::hours(24));
    for (const char* day : {"2026-09-30", "2026-10-01", "2026-10-02", "2026-10-03"})
        service.tell(ClosePeriod{PeriodKind::day, *day_from_text(day)});
    const auto every_byte = [&] {
        std::string bytes;
        for (const api::Report& report : api::all_reports()) {
            if (std::ranges::find(report.parameters, "from") == report.parameters.end()) continue;
            const std::string range = report.name + "?from=2026-09-30&to=2026-10-03";
            for (const char* form : {"&format=json", "&format=csv", "&format=csv&lang=zh"})
                bytes += asked(range + form).body + "\n";
        }
        return bytes;
    };
    const std::string before = every_byte();
    register_behind("M4", "M5");
    const auto waiting = json("quarantine?as_of=now")["rows"][0]["position"].get<std::uint64_t>();
    service.pass(std::chrono::hours(30));
    service.tell(SellCredit{WalletId("A1.M1"), cents(7'00), cash});
    service.tell(RecordReading{MeterId("M2"), service.clock(), {1'100, {}, 10, 1}, {}, "", 1, 1});
    service.tell(ReportContactLost{LineId("L1"), MeterId("M3"), 3, "timeout", {}});
    service.tell(ResolveQuarantine{Position{waiting}, Resolution::rejected, {}});
    for (const char* name : {"sales", "energy", "balances", "quarantine", "lost-contact"})
        EXPECT_NE(asked(std::string(name) + "?to=2026-10-06").body,
                  asked(std::string(name) + "?from=2026-09-30&to=2026-10-03").body)
            << name;
    EXPECT_EQ(every_byte(), before);
}

TEST_F(Reports, AsOfAnyEventKnowNothingOfWhatFollows) {
    const Json all = json("purchases");
    const auto last = all["rows"].back()["position"].get<std::uint64_t>();
    const Json before = json("purchases?as_of=" + std::to_string(last - 1));
    EXPECT_EQ(before["row_count"].get<int>(), all["row_count"].get<int>() - 1);
    EXPECT_EQ(before["as_of"]["position"], last - 1);
    EXPECT_EQ(json("sales?step=all&as_of=2026-10-02T23:59:59Z")["totals"]["sales_count"],
              json("sales?step=all&to=2026-10-01")["totals"]["sales_count"]);
}

TEST_F(Reports, CompareWithTheRangeBefore) {
    const Json told = json("sales?from=2026-10-04&to=2026-10-04&compare=before");
    const Json& row = told["rows"][0];
    EXPECT_EQ(row["sales"], "1.00");
    EXPECT_EQ(row["sales_before"], "100.50");
    EXPECT_EQ(row["sales_change"], "-99.50");
    EXPECT_EQ(told["totals"]["net_before"], "74.75");
}

TEST_F(Reports, OfAYearHaveNumbersForYears) {
    const api::Table table = api::read_workbook(asked("sales?step=year&format=xlsx").body).at(0);
    const api::Cell& year = table.rows.at(table.rows.size() - 2).cells.front();
    EXPECT_EQ(year, api::number_cell("2026"));
}

TEST_F(Reports, OfTablesHaveTheTimesOfTheSite) {
    const Json row = json("purchases")["rows"][0];
    const api::Table csv = api::read_csv(asked("purchases?format=csv").body);
    const std::string at = csv.rows.at(0).cells.at(1).text;
    EXPECT_TRUE(at.ends_with("+08:00")) << at;
    EXPECT_EQ(at.size(), std::string("2026-10-02T08:00:00+08:00").size());
    EXPECT_EQ(in_seconds(at), in_seconds(row["recorded_at"]));
}

TEST_F(Reports, InChineseHaveChineseWords) {
    const Json energy = json("tariff-energy?step=all&lang=zh");
    EXPECT_EQ(energy["rows"][0]["band"], "不分时");
    EXPECT_EQ(json("tariff-energy?step=all")["rows"][0]["band"], "single");
    EXPECT_EQ(json("reversals?lang=zh")["rows"][0]["reversed"], "售电");
    service.tell(TransferCredit{WalletId("A1.M1"), WalletId("A2.M2"), cents(1'00)});
    const Json moved = json("adjustments?lang=zh")["rows"].back();
    EXPECT_EQ(moved["kind"], "转账");
    const Json balances = json("balances?lang=zh");
    EXPECT_EQ(balances["rows"][0]["control"], "平衡");
    EXPECT_EQ(balances["breaches"], 0);
    std::map<std::string, std::string> names;
    const Json trial = json("trial-balance?lang=zh");
    const Json coded = json("trial-balance");
    for (const Json& each : trial["rows"]) names[each["code"]] = each["account"];
    EXPECT_EQ(names["revenue:energy"], "收入:电费");
    for (const Json& each : coded["rows"]) EXPECT_EQ(names.erase(each["account"]), 1U) << each;
    EXPECT_TRUE(names.empty());
}

TEST_F(Reports, CallTheFeeOfSalesNoFixedFee) {
    charge_a_service_fee();
    service.tell(SellCredit{WalletId("A1.M1"), cents(50'00), cash});
    service.tell(AssignFee{{WalletId("A1.M1"), FeeId("CARE"), *day_from_text("2026-10-05"), {}}});
    service.pass(std::chrono::hours(72));
    service.tell(ChargeFees{WalletId("A1.M1"), *day_from_text("2026-10-05")});
    const std::string trial = asked("trial-balance?lang=zh&format=csv").body;
    EXPECT_NE(trial.find("\r\n收入:服务费,"), std::string::npos) << trial;
    EXPECT_NE(trial.find("\r\n收入:固定费用:CARE,"), std::string::npos) << trial;
}

TEST_F(Reports, InChineseCallWaysOfPayingAsReceiptsDo) {
    for (const char* name : {"purchases", "refunds", "reversals", "shifts", "sales?by=method"}) {
        const std::string target = name + std::string(std::strchr(name, '?') ? "&" : "?");
        EXPECT_EQ(json(target + "lang=zh")["rows"][0]["method"], "现金") << name;
        EXPECT_EQ(json(target + "lang=en")["rows"][0]["method"], "cash") << name;
    }
    const std::string trial = asked("trial-balance?lang=zh").body;
    EXPECT_NE(trial.find("收款:现金"), std::string::npos) << trial;
    EXPECT_EQ(json("purchases?lang=zh&method=cash")["row_count"], json("purchases")["row_count"]);
    const std::string target = "purchases?lang=zh&method=cash&format=xlsx";
    const auto head = api::read_workbook(asked(target).body).at(0);
    EXPECT_TRUE(has_cell_with(head, "付款方式 现金"));
    EXPECT_EQ(api::method_word(MethodId("barter"), api::Language::zh), "barter")
        << "the site's own";
}

TEST_F(Reports, OfSalesTellFeesInFullAndWhatReversalsGaveBack) {
    const Json before = json("sales?step=all")["totals"];
    charge_a_service_fee();
    service.tell(SellCredit{WalletId("A1.M1"), cents(50'00), cash});
    const auto mistake = service.tell(SellCredit{WalletId("A2.M2"), cents(100'00), cash});
    service.tell(ReverseTransaction{mistake.events.front().envelope.position, false});
    const Json after = json("sales?step=all")["totals"];
    const auto more = [&](const char* name) { return money(after[name]) - money(before[name]); };
    EXPECT_EQ(after["fees_count"].get<int>() - before["fees_count"].get<int>(), 2);
    EXPECT_EQ(more("fees"), cents(15'00));
    EXPECT_EQ(more("sales"), cents(135'00));
    EXPECT_EQ(after["reversals_count"].get<int>() - before["reversals_count"].get<int>(), 1);
    EXPECT_EQ(more("reversals"), cents(-100'00));
    EXPECT_EQ(more("net"), cents(50'00));
    for (const Json& told : {after, json("shifts")["totals"]})
        EXPECT_EQ(money(told["sales"]) + money(told["fees"]) - money(told["refunds"]) +
                      money(told["reversals"]) - money(told["settlements"]),
                  money(told.value("net", told.value("takings", ""))));
    EXPECT_EQ(after["reversals"], json("reversals")["totals"]["paid"]);
}

TEST_F(Reports, OfCorrectionsSayWhoGaveTheCauseAndWhy) {
    SiteConfigured site = service.book().read([](const State& state) { return *state.site; });
    site.look_back_days = 30;
    service.tell(ConfigureSite{site});
    const auto reading = service.tell(
        RecordReading{MeterId("M2"), service.clock(), {1'100, {}, 10, 1}, {}, "", 1, 1});
    const std::uint64_t position = reading.events.front().envelope.position.number;
    service.pass(std::chrono::hours(1));
    service.tell(RecordReading{MeterId("M2"), service.clock(), {1'200, {}, 10, 1}, {}, "", 1, 1});
    const api::Request correction{
        "POST",
        "/v1/meters/M2/readings/" + std::to_string(position) + "/correction",
        {},
        {{"content-type", "application/json"}, {"idempotency-key", "correction"}},
        R"({"registers":{"total":1050,"rates":[],"step_wh":10,"ratio":1},"reason":"misread"})"};
    const auto answer = service.ask(correction);
    ASSERT_LT(answer.status, 300) << answer.body;
    Json told = json("corrections?meter=M2");
    for (int i = 0; told["row_count"] == 0 && i < 1'000; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        told = json("corrections?meter=M2");
    }
    ASSERT_EQ(told["row_count"], 1);
    EXPECT_EQ(told["rows"][0]["reason"], "misread");
    EXPECT_NE(told["rows"][0]["operator"], "corrector");
}

TEST_F(Reports, AreInTheFormThatIsLikedBest) {
    const auto type = [&](const std::string& accept) {
        api::Request request{"GET", "/v1/reports/sales", {}, {}, ""};
        request.headers["accept"] = accept;
        return service.ask(request).headers.at("Content-Type");
    };
    EXPECT_EQ(type("application/json, text/csv;q=0.1"), "application/json");
    EXPECT_EQ(type("application/json;q=0.1, text/csv"), "text/csv; charset=utf-8");
}

TEST_F(Reports, OfLostContactCountTheTimeWithinTheRange) {
    service.tell(ReportContactLost{LineId("L1"), MeterId("M3"), 3, "timeout", {}});
    service.pass(std::chrono::hours(30));
    service.tell(ReportContactLost{LineId("L1"), {}, 3, "no route", {}});
    service.pass(std::chrono::hours(2));
    service.tell(ReportContact{LineId("L1"), MeterId("M3")});
    service.tell(ReportContact{LineId("L1"), {}});
    const Json all = json("lost-contact?lang=zh");
    ASSERT_EQ(all["row_count"], 3) << "L1 is the only line of its gateway";
    EXPECT_EQ(all["rows"][0]["what"], "电表");
    EXPECT_EQ(all["rows"][0]["duration"], "32:00:00");
    EXPECT_EQ(all["rows"][1]["what"], "线路");
    EXPECT_EQ(all["rows"][1]["state"], "已恢复");
    EXPECT_EQ(all["rows"][1]["meters"], 5) << "the whole line";
    EXPECT_EQ(all["rows"][2]["what"], "通讯机");
    EXPECT_EQ(json("lost-contact?by=gateway")["rows"][0]["duration"], "02:00:00");
    const Json meters = json("lost-contact?by=meter");
    ASSERT_EQ(meters["row_count"], 5);
    EXPECT_EQ(meters["rows"][2]["meter"], "M3");
    EXPECT_EQ(meters["rows"][2]["duration"], "32:00:00") << "the line was lost meanwhile";
    EXPECT_EQ(meters["rows"][2]["losses"], 1);
    EXPECT_EQ(meters["rows"][0]["duration"], "02:00:00");
    EXPECT_EQ(meters["totals"]["duration"], "40:00:00");
    const Json first_day = json("lost-contact?to=2026-10-04&meter=M3");
    ASSERT_EQ(first_day["row_count"], 1);
    EXPECT_LT(first_day["rows"][0]["duration"], "24:00:00") << "what lies in the day";
}

TEST_F(Reports, OfCommandsSayWhoAskedAndWhatCameOfIt) {
    const auto asked_for = service.tell(RequestCommand{MeterId("M5"), CommandKind::read_now, {}});
    const Position command = asked_for.events.front().envelope.position;
    service.pass(std::chrono::seconds(5));
    service.tell(ReportSent{command});
    const std::string then = std::to_string(service.book().journal().head().last.number);
    service.pass(std::chrono::seconds(3));
    service.tell(ReportFailed{command, "no answer"});
    const Json row = json("commands")["rows"].back();
    EXPECT_EQ(row["position"], command.number);
    EXPECT_EQ(row["kind"], "read now");
    EXPECT_EQ(row["state"], "failed");
    EXPECT_EQ(row["attempts"], 1);
    EXPECT_EQ(row["duration"], "00:00:08");
    EXPECT_EQ(row["result"], "no answer");
    EXPECT_EQ(json("commands?lang=zh&as_of=" + then)["rows"].back()["state"], "已下发");
    EXPECT_EQ(code("commands?operator=nobody"), "field_must_fit");
}

TEST_F(Reports, OfTheLedgerAgainstTheMeterHaveNoDifference) {
    const Json told = json("reconciliation");
    ASSERT_EQ(told["row_count"], 5);
    const Json& row = told["rows"][0];
    EXPECT_EQ(row["meter"], "M1");
    EXPECT_EQ(row["closing"], "11.00");
    EXPECT_EQ(row["booked"], "1.00");
    EXPECT_EQ(told["totals"]["difference"], "0.00");
    EXPECT_NE(told["totals"]["unbooked"], "0.00") << "M4 showed more, which waits in quarantine";
}

/// Every word of a list that can stand in a row.
template <class... Enum>
void expect_words(api::WordList list) {
    const auto each = [&](const auto& names) {
        for (const std::string_view name : names)
            EXPECT_TRUE(api::has_word(list, name)) << name << " has no Chinese";
    };
    (each(EnumNames<Enum>::names), ...);
}

TEST(ReportWords, AreThereForEveryCode) {
    using api::WordList;
    expect_words<AlarmKind>(WordList::alarm);
    expect_words<CommandKind>(WordList::command);
    expect_words<CommandCause>(WordList::cause);
    expect_words<QuarantineReason>(WordList::doubt);
    expect_words<NoticeKind>(WordList::notice);
    expect_words<NoticeChannel>(WordList::channel);
    expect_words<projections::RecordKind, TransactionKind>(WordList::record);
    expect_words<AdjustmentKind>(WordList::adjustment);
    expect_words<Band>(WordList::band);
    expect_words<projections::CommandState, projections::NoticeState, Resolution>(WordList::course);
    EXPECT_EQ(api::word_of(WordList::alarm, "balance_low", api::Language::en), "balance low");
    EXPECT_EQ(api::word_of(WordList::alarm, "of tomorrow", api::Language::zh), "of tomorrow");
}

TEST_F(Reports, RefuseWhatTheyDoNotTake) {
    EXPECT_EQ(code("sales?meter=M1"), "field_must_fit");
    EXPECT_EQ(code("sales?step=hour"), "field_must_fit");
    EXPECT_EQ(code("sales?from=2026-13-01"), "field_must_fit");
    EXPECT_EQ(code("sales?from=2026-10-04&to=2026-10-03"), "field_must_fit");
    EXPECT_EQ(code("energy?by=colour"), "field_must_fit");
    EXPECT_EQ(code("energy?compare=never"), "field_must_fit");
    EXPECT_EQ(code("energy?as_of=soon"), "field_must_fit");
    EXPECT_EQ(code("energy?as_of=2026-12-31T00:00:00Z"), "field_must_fit") << "is yet to come";
    EXPECT_EQ(code("energy?as_of=999999999"), "position_must_be_reached");
    EXPECT_EQ(code("weather"), "path_must_exist");
}

TEST_F(Reports, ListAsManyRowsAsWereAskedForAndTotalAll) {
    const Json all = json("purchases");
    const Json some = json("purchases?limit=1");
    EXPECT_EQ(some["rows"].size(), 1U);
    EXPECT_EQ(some["row_count"], all["row_count"]);
    EXPECT_EQ(some["totals"], all["totals"]);
}

}  // namespace
