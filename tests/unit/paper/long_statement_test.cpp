#include <array>
#include <cstdio>
#include <fstream>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "api/paper/canvas.hpp"
#include "api/paper/figures.hpp"
#include "api/paper/statement.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/paper/word_boxes.hpp"

// A statement of many pages: they are counted before they are drawn, and its figures are drawn
// without being laid out one by one.

namespace {

using namespace ledger;

constexpr int rows = 400;

api::Statement long_statement() {
    api::Statement statement{.site = "Park",
                             .currency = "CNY",
                             .zone = "Asia/Shanghai",
                             .from = *day_from_text("2026-10-01"),
                             .to = *day_from_text("2026-10-31"),
                             .account = AccountId("A1"),
                             .customer = CustomerId("C1"),
                             .customer_name = "",
                             .wallets = {},
                             .position = {4'711},
                             .made = *instant_from_text("2026-11-01T00:00:00Z")};
    api::WalletStatement wallet;
    wallet.wallet = WalletId("A1.M1");
    for (int i = 0; i < rows; ++i) {
        api::StatementRow row;
        row.kind = projections::EntryKind::charge;
        row.from = row.to = statement.made - std::chrono::minutes(30) * (rows - i);
        row.amount = cents(-(i + 1));
        row.energy = Energy{1'000 + i};
        row.balance_after = wallet.closing = wallet.closing + row.amount;
        row.lines = {{Band::peak, 0, Price{50'000'000}, row.energy, cents(i + 1)}};
        wallet.rows.push_back(row);
    }
    statement.wallets.push_back(wallet);
    return statement;
}

std::string told(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> buffer{};
    for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        text.append(buffer.data(), read);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return text;
}

class LongStatement : public testing::TestWithParam<api::Language> {
protected:
    LongStatement() {
        std::ofstream(path, std::ios::binary)
            << api::statement_pdf(statement, api::Words(GetParam()));
    }

    const api::Statement statement = long_statement();
    const TemporaryDirectory directory;
    const std::string path = (directory.path() / "statement.pdf").string();
};

TEST_P(LongStatement, SaysOnEachPageWhichOfHowManyItIs) {
    std::string text = told("pdftotext -layout " + path + " -");
    const auto pages = static_cast<std::size_t>(std::ranges::count(text, '\f'));
    ASSERT_GT(pages, 5U);
    for (std::size_t page = 1; page <= pages; ++page) {
        const bool is_chinese = GetParam() == api::Language::zh;
        const std::string foot = is_chinese ? fmt::format("第 {} 页 共 {} 页", page, pages)
                                            : fmt::format("Page {} of {}", page, pages);
        const std::string own = text.substr(0, text.find('\f'));
        EXPECT_NE(own.find(foot), std::string::npos) << own;
        text.erase(0, own.size() + 1);
    }
}

/// How often the figure stands whole where the last column ends.
auto times_at_the_end(const std::vector<Box>& boxes, const std::string& figure) {
    return std::ranges::count_if(boxes, [&](const Box& each) {
        constexpr double column_end = (210 - 13) * 72 / 25.4;
        return each.word == figure && std::abs(each.right - column_end) < 1;
    });
}

TEST_P(LongStatement, HasEveryFigureWhereItsColumnEnds) {
    const auto boxes = boxes_in(told("pdftotext -bbox " + path + " -"));
    for (const api::StatementRow& row : statement.wallets[0].rows) {
        const std::string balance = api::figure(row.balance_after);
        EXPECT_GE(times_at_the_end(boxes, balance), 1) << balance;
    }
}

TEST_P(LongStatement, NeverBreaksAFigure) {
    for (const char* most : {"111047.354157", "-9860000.123457", "999999999999.999999"}) {
        const Money balance = *from_text<Money>(most);
        api::Statement great = statement;
        api::WalletStatement& wallet = great.wallets[0];
        wallet.rows.resize(1);
        wallet.rows[0].amount = wallet.rows[0].balance_after = wallet.closing = balance;
        wallet.rows[0].reason = "says what it is about in more than one line of this column";
        std::ofstream(path, std::ios::binary) << api::statement_pdf(great, api::Words(GetParam()));
        const auto boxes = boxes_in(told("pdftotext -bbox " + path + " -"));
        EXPECT_EQ(times_at_the_end(boxes, api::figure(balance)), 2) << "the entry, and in bold";
        const std::string amount = (balance.is_positive() ? "+" : "") + api::figure(balance);
        EXPECT_TRUE(std::ranges::any_of(boxes, [&](const Box& each) {
            return each.word == amount;
        })) << amount;
        expect_apart(boxes, most);
    }
}

TEST_P(LongStatement, SaysAdjustmentsInItsLanguageAndInOneWord) {
    api::Statement adjusted = statement;
    api::StatementRow& row = adjusted.wallets[0].rows.at(0);
    row.kind = projections::EntryKind::adjustment;
    row.about = "write_off";
    std::ofstream(path, std::ios::binary) << api::statement_pdf(adjusted, api::Words(GetParam()));
    const std::string text = told("pdftotext -layout -l 1 " + path + " -");
    const bool is_chinese = GetParam() == api::Language::zh;
    for (const char* word :
         {is_chinese ? "余额调整" : "Adjustment", is_chinese ? "坏账核销" : "write off"})
        EXPECT_NE(text.find(word), std::string::npos) << text;
    EXPECT_EQ(text.find("write_off"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(OfEachLanguage, LongStatement,
                         testing::Values(api::Language::zh, api::Language::en));

/// The line with figures in a name is laid out, and the other one is not. A comma stands closer to
/// a letter than to a space.
TEST(Canvas, DrawsKnownWordsWhereALaidOutTextHasThem) {
    const std::string words = "Currency, clock: AVATAR, To Way 王, 12.30 × 0.50 = 6.15";
    api::Canvas canvas({"Words", "Park", *instant_from_text("2026-11-01T00:00:00Z")});
    canvas.begin_page(210, 50);
    canvas.put({10, 10, 190}, words, {});
    canvas.put({10, 20, 190}, words + " A1", {});
    const TemporaryDirectory directory;
    const std::string path = (directory.path() / "words.pdf").string();
    std::ofstream(path, std::ios::binary) << canvas.finish();
    const auto boxes = boxes_in(told("pdftotext -bbox " + path + " -"));
    const std::size_t count = boxes.size() / 2;
    ASSERT_EQ(boxes.size(), 2 * count + 1);
    for (std::size_t i = 0; i < count; ++i) {
        EXPECT_EQ(boxes[i].word, boxes[count + i].word);
        EXPECT_NEAR(boxes[i].left, boxes[count + i].left, 0.01) << boxes[i].word;
        EXPECT_NEAR(boxes[i].right, boxes[count + i].right, 0.01) << boxes[i].word;
    }
}

/// Of a font what is used goes along: a page in English needs no Chinese.
TEST(Canvas, TakesNoMoreOfAFontThanIsUsed) {
    api::Statement statement = long_statement();
    statement.wallets[0].rows.resize(5);
    const std::string pdf = api::statement_pdf(statement, api::Words(api::Language::en));
    EXPECT_LT(pdf.size(), 40'000U);
}

}  // namespace
