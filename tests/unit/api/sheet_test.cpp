#include "api/accounts/sheet.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/problem.hpp"
#include "api/tables/csv.hpp"
#include "tests/unit/api/register/any_register.hpp"

namespace api {
namespace {

const std::vector<Column> columns{{"wallet", true}, {"amount", true}, {"note", false}};

/// What is said of a text that cannot be read; empty: it can.
std::string fault_of(const std::string& text) {
    try {
        (void)read_sheet(text, columns);
        return "";
    } catch (const Problem& problem) {
        EXPECT_EQ(problem.status, 400);
        EXPECT_EQ(problem.code, "line_must_fit");
        EXPECT_TRUE(std::string(problem.what()).starts_with(problem.field + ": "));
        return problem.what();
    }
}

TEST(Sheet, GivesEachLineWithTheCellsThatAreNotEmpty) {
    const auto lines = read_sheet("amount,wallet,note\n1.00,A1,\n,A2,late\n", columns);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].number, 2U);
    EXPECT_EQ(lines[0].cell("wallet"), "A1");
    EXPECT_EQ(lines[0].cell("amount"), "1.00");
    EXPECT_FALSE(lines[0].has("note"));
    EXPECT_EQ(lines[1].number, 3U);
    EXPECT_FALSE(lines[1].has("amount"));
    EXPECT_EQ(lines[1].cell("note"), "late");
}

TEST(Sheet, ReadsWhatSpreadsheetsSave) {
    const std::string plain = "wallet,amount,note\nA1,1.00,\"a \"\"b\"\", c\"\n";
    const auto expected = read_sheet(plain, columns);
    EXPECT_EQ(expected[0].cell("note"), "a \"b\", c");
    for (const std::string& text :
         {"\xEF\xBB\xBF" + plain,                                               // with a mark
          std::string("wallet,amount,note\r\nA1,1.00,\"a \"\"b\"\", c\"\r\n"),  // of Windows
          plain.substr(0, plain.size() - 1),                                    // without an end
          plain + "\n"}) {                                                      // with one too many
        const auto lines = read_sheet(text, columns);
        ASSERT_EQ(lines.size(), 1U) << text;
        EXPECT_EQ(lines[0].cells, expected[0].cells) << text;
    }
}

TEST(Sheet, NamesTheLineAndTheColumnThatItCannotRead) {
    EXPECT_EQ(fault_of(""), "line 1: the file is empty: begin with wallet, amount, note");
    EXPECT_EQ(fault_of("wallet\n"),
              "line 1, amount: the column is missing: the first line names wallet, amount, note");
    EXPECT_EQ(fault_of("wallet,amount,wallet\n"),
              "line 1, wallet: the column stands there twice: leave one out");
    EXPECT_EQ(fault_of("wallet,amount,price\n"),
              "line 1, price: no such column: give some of wallet, amount, note");
    EXPECT_EQ(fault_of("wallet,amount\nA1,1.00\nA2\n"),
              "line 3: it has 1 cells and the first line 2: give one for each column");
    EXPECT_EQ(fault_of("wallet,amount\nA1,1.00,x\n"),
              "line 2: it has 3 cells and the header 2: give one for each column, and quote what "
              "holds a separator");
    EXPECT_EQ(fault_of("wallet,amount\n\"A1,1.00\n"), "line 2: a quote is not closed: close it");
    EXPECT_EQ(fault_of("wallet,amount\n\"A1\"x,1.00\n"),
              "line 2: text stands behind a closed quote");
}

RC_GTEST_PROP(Sheet, ReadsEveryCellAsItWasWritten, ()) {
    Table table{"", {"wallet", "amount"}, 1, {}};
    const auto count = *rc::gen::inRange<std::size_t>(0, 6);
    for (std::size_t i = 0; i < count; ++i)
        table.rows.push_back({i + 2, {text_cell("A" + any_label()), text_cell(any_label())}});
    const auto lines = read_sheet(write_csv(table), columns);
    RC_ASSERT(lines.size() == table.rows.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        RC_ASSERT(lines[i].number == i + 2);
        RC_ASSERT(lines[i].cell("wallet") == table.rows[i].cells[0].text);
        RC_ASSERT(lines[i].cell("amount") == table.rows[i].cells[1].text);
    }
}

RC_GTEST_PROP(Sheet, IsReadOrRefusedWhateverItsBytes, (const std::string& tail)) {
    (void)fault_of("wallet,amount" + tail);
    (void)fault_of(tail);
}

}  // namespace
}  // namespace api
