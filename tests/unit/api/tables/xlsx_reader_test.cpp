#include "api/tables/xlsx_reader.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/api/tables/hand_made_workbook.hpp"

namespace api {
namespace {

const std::string header = R"(<row r="1"><c r="A1" t="inlineStr"><is><t>meter</t></is></c></row>)";

Table read(const HandMadeWorkbook& workbook) { return read_workbook(workbook.bytes()).at(0); }

/// The cell A2 of a sheet that has it alone.
Cell cell(const std::string& xml, const std::string& texts = "", bool is_1904 = false) {
    HandMadeWorkbook workbook{header + "<row r=\"2\">" + xml + "</row>"};
    workbook.texts = texts;
    workbook.is_1904 = is_1904;
    return read(workbook).rows.at(0).cells.at(0);
}

std::string fault_of(const std::string& bytes) {
    try {
        (void)read_workbook(bytes);
        return "";
    } catch (const UnreadableFile& unreadable) {
        return unreadable.what();
    }
}

TEST(XlsxReader, ReadsTextsSharedInlineAndOfFormulas) {
    const std::string texts =
        "<si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>spoken</t></rPh></si>"
        "<si><t>_x5F20__x005F_x</t></si>";
    EXPECT_EQ(cell(R"(<c r="A2" t="s"><v>0</v></c>)", texts), text_cell("plain"));
    EXPECT_EQ(cell(R"(<c r="A2" t="s"><v>1</v></c>)", texts), text_cell("rich"));
    EXPECT_EQ(cell(R"(<c r="A2" t="s"><v>2</v></c>)", texts), text_cell("张_x"));
    EXPECT_EQ(cell(R"(<c r="A2" t="s"><v>3</v></c>)", texts).kind, Cell::Kind::unreadable);
    EXPECT_EQ(cell(R"(<c r="A2" t="inlineStr"><is><t>a &amp; b</t></is></c>)"), text_cell("a & b"));
    EXPECT_EQ(cell(R"(<c r="A2" t="str"><f>A1</f><v>kept</v></c>)"), text_cell("kept"));
}

TEST(XlsxReader, ReadsNumbersAsTheyAreShownAndNoneThatWasCalculated) {
    EXPECT_EQ(cell(R"(<c r="A2"><v>0.1</v></c>)"), number_cell("0.1"));
    EXPECT_EQ(cell(R"(<c r="A2" s="3"><v>0.10000000000000001</v></c>)"), number_cell("0.1"));
    EXPECT_EQ(cell(R"(<c r="A2" t="n"><f>1/4</f><v>0.25</v></c>)"), number_cell("0.25"));
    const Cell sum = cell(R"(<c r="A2"><f>0.1+0.2</f><v>0.30000000000000004</v></c>)");
    EXPECT_EQ(sum.kind, Cell::Kind::unreadable);
    EXPECT_NE(sum.text.find("type the number"), std::string::npos);
    EXPECT_EQ(cell(R"(<c r="A2"><f>A1</f></c>)").kind, Cell::Kind::unreadable);
    const Cell blank = cell(R"(<c r="A2"><f>A1</f><v></v></c>)");
    EXPECT_NE(blank.text.find("the formula has no result"), std::string::npos) << blank.text;
    EXPECT_EQ(cell(R"(<c r="A2" t="e"><v>#REF!</v></c>)").kind, Cell::Kind::unreadable);
    EXPECT_EQ(cell(R"(<c r="A2" t="b"><v>1</v></c>)"), flag_cell(true));
}

TEST(XlsxReader, ReadsDatesByTheirFormat) {
    const auto moment = [](const char* text) { return Cell{Cell::Kind::moment, text}; };
    EXPECT_EQ(cell(R"(<c r="A2" s="1"><v>46296</v></c>)"), moment("2026-10-01"));
    EXPECT_EQ(cell(R"(<c r="A2" s="2"><v>46296.333333333336</v></c>)"),
              moment("2026-10-01T08:00:00"));
    EXPECT_EQ(cell(R"(<c r="A2" s="2"><v>46295.999999999</v></c>)"), moment("2026-10-01"));
    EXPECT_EQ(cell(R"(<c r="A2" s="1"><v>44834</v></c>)", "", true), moment("2026-10-01"));
    EXPECT_EQ(cell(R"(<c r="A2" s="1"><v>59</v></c>)").kind, Cell::Kind::unreadable);
    EXPECT_EQ(cell(R"(<c r="A2" s="0"><v>46296</v></c>)"), number_cell("46296"));
}

TEST(XlsxReader, KnowsRowsByTheirNumbersAndLeavesOutNotes) {
    HandMadeWorkbook workbook;
    workbook.rows = header +
                    R"(<row r="3"><c r="A3" t="inlineStr"><is><t># a note</t></is></c></row>)"
                    R"(<row r="5"><c r="C5"><v>7</v></c></row><row r="9"/>)";
    const Table table = read(workbook);
    EXPECT_EQ(table.name, "meters");
    EXPECT_EQ(table.header, (std::vector<std::string>{"meter"}));
    ASSERT_EQ(table.rows.size(), 1U);
    EXPECT_EQ(table.rows[0].number, 5U);
    EXPECT_EQ(table.rows[0].cells, (std::vector<Cell>{{}, {}, number_cell("7")}));
}

TEST(XlsxReader, LeavesOutSheetsOfNotes) {
    HandMadeWorkbook workbook{header};
    workbook.sheet_name = "# notes";
    EXPECT_TRUE(read_workbook(workbook.bytes()).empty());
}

TEST(XlsxReader, RefusesMergedCellsWithTheirPlace) {
    HandMadeWorkbook workbook{header};
    workbook.behind = R"(<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>)";
    EXPECT_EQ(fault_of(workbook.bytes()),
              "sheet meters, cells B2:C3: they are merged, and it is not known what the hidden "
              "ones say: unmerge them");
}

TEST(XlsxReader, RefusesEntitiesAndDocumentTypes) {
    HandMadeWorkbook workbook{header};
    workbook.head = R"(<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>)";
    EXPECT_NE(fault_of(workbook.bytes()).find("document type"), std::string::npos);
    workbook.head = R"(<!DOCTYPE a SYSTEM "file:///etc/passwd">)";
    EXPECT_NE(fault_of(workbook.bytes()).find("document type"), std::string::npos);
}

TEST(XlsxReader, RefusesWhatUnpacksToMoreThanItMay) {
    HandMadeWorkbook bomb{header};
    bomb.behind = std::string(std::size_t{260} << 20U, ' ');
    EXPECT_NE(fault_of(bomb.bytes()).find("256 MiB"), std::string::npos);
    HandMadeWorkbook deep;
    for (int i = 0; i < 100; ++i) deep.rows += "<a>";
    EXPECT_NE(fault_of(deep.bytes()).find("64 deep"), std::string::npos);
}

TEST(XlsxReader, RefusesASharedTextThatIsUsedTooOften) {
    HandMadeWorkbook workbook;
    workbook.texts = "<si><t>" + std::string(32'000, 'x') + "</t></si>";
    workbook.rows = header;
    for (int row = 2; row < 2'200; ++row)
        workbook.rows += fmt::format(R"(<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>)", row);
    EXPECT_NE(fault_of(workbook.bytes()).find("64 MiB of text"), std::string::npos);
}

TEST(XlsxReader, RefusesSheetsThatAreTooWideOrOutOfOrder) {
    EXPECT_NE(fault_of(HandMadeWorkbook{R"(<row r="1"><c r="ZZ1"><v>1</v></c></row>)"}.bytes())
                  .find("200 columns"),
              std::string::npos);
    EXPECT_NE(fault_of(HandMadeWorkbook{R"(<row r="2"/><row r="1"/>)"}.bytes()).find("follow"),
              std::string::npos);
    EXPECT_NE(fault_of(HandMadeWorkbook{R"(<row r="99999999999"/>)"}.bytes()).find("follow"),
              std::string::npos);
    EXPECT_NE(
        fault_of(
            HandMadeWorkbook{R"(<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>)"}.bytes())
            .find("follow"),
        std::string::npos);
}

TEST(XlsxReader, RefusesWhatIsNoWorkbook) {
    EXPECT_NE(fault_of(write_zip({{"a.csv", "a"}})).find("no workbook"), std::string::npos);
    EXPECT_NE(fault_of("PK\x03\x04 cut off").find("damaged"), std::string::npos);
    const HandMadeWorkbook workbook{"<row><c>"};
    EXPECT_NE(fault_of(workbook.bytes()).find("no XML"), std::string::npos);
}

RC_GTEST_PROP(XlsxReader, ReadsOrRefusesASpoiltWorkbook, ()) {
    static const std::string whole = HandMadeWorkbook{header}.bytes();
    std::string bytes = whole;
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = *rc::gen::arbitrary<char>();
    if (*rc::gen::arbitrary<bool>()) bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
    (void)fault_of(bytes);
}

}  // namespace
}  // namespace api
