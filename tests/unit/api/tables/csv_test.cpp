#include "api/tables/csv.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/api/register/any_register.hpp"

namespace api {
namespace {

std::string fault_of(const std::string& bytes) {
    try {
        (void)read_csv(bytes);
        return "";
    } catch (const UnreadableFile& unreadable) {
        return unreadable.what();
    }
}

std::string cell(const Table& table, std::size_t row, std::size_t column) {
    return table.rows.at(row).cells.at(column).text;
}

TEST(Csv, IsReadWithTheSeparatorThatItsFirstLineHas) {
    for (const char separator : {',', ';', '\t'}) {
        const std::string s(1, separator);
        const Table table = read_csv("meter" + s + "name\r\nM1" + s + "\"a" + s + "b\"\r\n");
        EXPECT_EQ(table.header, (std::vector<std::string>{"meter", "name"}));
        EXPECT_EQ(cell(table, 0, 1), "a" + s + "b");
        EXPECT_EQ(table.rows[0].number, 2U);
    }
}

TEST(Csv, IsReadInUtf8WithAndWithoutAMarkAndInTheEncodingOfChineseMachines) {
    const std::string utf8 = "meter,name\nM1,张三\n";
    const std::string gbk = "meter,name\nM1,\xD5\xC5\xC8\xFD\n";
    for (const std::string& bytes : {utf8, "\xEF\xBB\xBF" + utf8, gbk})
        EXPECT_EQ(cell(read_csv(bytes), 0, 1), "张三");
    const std::string rare = "name\n\x95\x32\x82\x36\n";  // four bytes in GB18030
    EXPECT_EQ(cell(read_csv(rare), 0, 0), "\U00020000");
}

TEST(Csv, InAnUnknownEncodingIsRefusedWithTheWayOut) {
    EXPECT_NE(fault_of(std::string("\xFF\xFEm\0e\0", 6)).find("UTF-16"), std::string::npos);
    EXPECT_NE(fault_of("name\n\xFF\xFF\n").find("save it as 'CSV UTF-8'"), std::string::npos);
    EXPECT_NE(fault_of(std::string("name\na\0b\n", 9)).find("CSV UTF-8"), std::string::npos);
}

TEST(Csv, LeavesOutEmptyLinesAndNotesAndCountsThemAll) {
    const Table table =
        read_csv("# a note\n\nmeter,name\n#M0,example\nM1,\"two\nlines\"\n,\nM2,b\n\n");
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.header_row, 3U);
    EXPECT_EQ(cell(table, 0, 1), "two\nlines");
    EXPECT_EQ(table.rows[1].number, 8U);
}

TEST(Csv, NamesTheLineThatItCannotRead) {
    EXPECT_EQ(fault_of("a,b\n1,2,3\n"),
              "line 2: it has 3 cells and the header 2: give one for each column, and quote what "
              "holds a separator");
    EXPECT_EQ(fault_of("a,b\n\"1,2\n"), "line 2: a quote is not closed: close it");
    EXPECT_EQ(fault_of("a,b\n\"1\"2,3\n"), "line 2: text stands behind a closed quote");
}

TEST(Csv, GivesNoFormulaToASpreadsheetAndLeavesNumbersAlone) {
    const Table table{"",
                      {"name"},
                      1,
                      {{2, {text_cell("=1+1")}},
                       {3, {text_cell("-5.00")}},
                       {4, {number_cell("-12.34")}},
                       {5, {text_cell("+86 138")}},
                       {6, {text_cell("'=kept")}},
                       {7, {text_cell("@home")}},
                       {8, {text_cell("-210.17")}}}};
    const std::string csv = write_csv(table);
    EXPECT_EQ(csv,
              "\xEF\xBB\xBFname\r\n'=1+1\r\n-5.00\r\n-12.34\r\n'+86 138\r\n''=kept\r\n'@home\r\n"
              "-210.17\r\n");
    EXPECT_EQ(cell(read_csv(csv), 0, 0), "=1+1");
    EXPECT_EQ(cell(read_csv(csv), 4, 0), "'=kept");
}

/// Spreadsheets of East Asia take wide signs for narrow ones, and others what a line begins with.
TEST(Csv, GivesNoFormulaWhateverSignItBeginsWith) {
    for (const std::string sign : {"＝", "＋", "－", "＠", "\t=", "\r=", "\n="}) {
        const std::string text = sign + "1+1";
        const std::string csv = write_csv({"", {"name"}, 1, {{2, {text_cell(text)}}}});
        EXPECT_NE(csv.find("'" + text), std::string::npos) << csv;
        EXPECT_EQ(cell(read_csv(csv), 0, 0), text);
    }
    const std::string csv = write_csv({"", {"name"}, 1, {{2, {text_cell("一=一")}}}});
    EXPECT_EQ(csv.find('\''), std::string::npos) << "it begins with a word";
}

RC_GTEST_PROP(Csv, IsReadAsItWasWritten, ()) {
    Table table{"", {"first", "second"}, 1, {}};
    const auto count = *rc::gen::inRange<std::size_t>(0, 6);
    for (std::size_t i = 0; i < count; ++i)
        table.rows.push_back({i + 2, {text_cell("M" + any_label()), text_cell(any_label())}});
    const Table read = read_csv(write_csv(table));
    RC_ASSERT(read.header == table.header);
    RC_ASSERT(read.rows == table.rows);
}

RC_GTEST_PROP(Csv, WrittenHasNoCellThatASpreadsheetWouldCalculate, ()) {
    const std::string label = any_label();
    const std::string csv = write_csv({"", {"name"}, 1, {{2, {text_cell(label)}}}});
    const std::string cell = csv.substr(csv.find("\r\n") + 2);
    const std::size_t first = cell.starts_with('"') ? 1 : 0;
    const bool is_number = !label.empty() && label.find_first_not_of("-.07") == std::string::npos;
    RC_ASSERT((is_number || std::string_view("=+-@").find(cell[first]) == std::string::npos));
}

RC_GTEST_PROP(Csv, IsReadOrRefusedWhateverItsBytes, (const std::string& bytes)) {
    (void)fault_of(bytes);
    (void)fault_of("a,b\n" + bytes);
}

TEST(Csv, EndsWhereMoreCellsComeThanAFileMayHold) {
    std::string wide = "a";
    for (int i = 1; i < 200; ++i) wide += ",a";
    std::string csv = wide + "\n";
    for (int row = 0; row < 5'001; ++row) csv += wide + "\n";
    EXPECT_THROW((void)read_csv(csv), UnreadableFile);
    std::string tall = "a\n";
    for (int row = 0; row < 20'001; ++row) tall += "1\n";
    EXPECT_THROW((void)read_csv(tall), UnreadableFile);
}

}  // namespace
}  // namespace api
