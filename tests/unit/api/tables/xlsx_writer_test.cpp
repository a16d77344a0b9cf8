#include "api/tables/xlsx_writer.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/problem.hpp"
#include "api/tables/xlsx_reader.hpp"
#include "ledger/values/decimal.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/api/register/any_register.hpp"

namespace api {
namespace {

std::vector<XlsxColumn> columns() {
    return {{"id", Form::text}, {"amount", Form::decimal}, {"count", Form::whole},
            {"day", Form::day}, {"at", Form::moment},      {"note", Form::text}};
}

Table read_back(const std::vector<std::vector<Cell>>& rows) {
    return read_workbook(workbook_of([&](XlsxWriter& writer) {
               writer.begin_sheet("账单 bill", columns());
               for (const auto& each : rows) writer.add(each);
           }))
        .at(0);
}

TEST(XlsxWriter, WritesTypedCells) {
    const std::vector<Cell> row{text_cell("0017"),
                                number_cell("-1234567.891"),
                                number_cell("42"),
                                {Cell::Kind::moment, "2026-10-01"},
                                {Cell::Kind::moment, "2026-10-01T23:59:59"},
                                text_cell("=1+1")};
    const Table table = read_back({row});
    EXPECT_EQ(table.name, "账单 bill");
    EXPECT_EQ(table.header,
              (std::vector<std::string>{"id", "amount", "count", "day", "at", "note"}));
    EXPECT_EQ(table.rows.at(0).cells, row);
}

TEST(XlsxWriter, WritesWhatBinaryNumbersCannotShowAsText) {
    const Table table = read_back({{text_cell("a"), number_cell("1000000000.000001")}});
    EXPECT_EQ(table.rows.at(0).cells.at(1), text_cell("1000000000.000001"));
}

TEST(XlsxWriter, PutsLinesAboveTheHeaderWhereAReportHasThem) {
    const auto tables = read_workbook(workbook_of([](XlsxWriter& writer) {
        writer.begin_sheet("one", {{"a"}}, {"# title"});
        writer.add({text_cell("x")});
        writer.begin_sheet("two", {{"b"}});
    }));
    ASSERT_EQ(tables.size(), 2U);
    EXPECT_EQ(tables[0].header_row, 2U);
    EXPECT_EQ(tables[1].header, (std::vector<std::string>{"b"}));
}

TEST(XlsxWriter, SaysWhereAFileCannotBeWritten) {
    const TemporaryDirectory directory;
    XlsxWriter writer(directory / "missing" / "book.xlsx");
    writer.begin_sheet("one", {{"a"}});
    try {
        writer.finish();
        FAIL() << "there is no such directory";
    } catch (const std::runtime_error& broken) {
        EXPECT_NE(std::string(broken.what()).find("cannot write"), std::string::npos);
    }
}

RC_GTEST_PROP(XlsxWriter, WritesWhatTheReaderReads, ()) {
    std::vector<std::vector<Cell>> rows;
    const auto count = *rc::gen::inRange<std::size_t>(0, 5);
    for (std::size_t i = 0; i < count; ++i) {
        const auto micros = *rc::gen::arbitrary<std::int64_t>();
        rows.push_back({text_cell("M" + any_label()), number_cell(ledger::to_decimal(micros, 6))});
    }
    const Table table = read_back(rows);
    RC_ASSERT(table.rows.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RC_ASSERT(table.rows[i].cells.at(0) == rows[i][0]);
        RC_ASSERT(ledger::from_decimal(table.rows[i].cells.at(1).text, 6) ==
                  ledger::from_decimal(rows[i][1].text, 6));
    }
}

}  // namespace
TEST(XlsxWriter, RefusesMoreRowsThanASheetHolds) {
    EXPECT_THROW((void)workbook_of([](XlsxWriter& writer) {
                     writer.begin_sheet("sheet", {{"a"}});
                     for (int row = 0; row < 1'048'576; ++row) writer.add({});
                 }),
                 Problem);
}

}  // namespace api
