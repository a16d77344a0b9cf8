#include "ledger/rules/control/notice_template.hpp"

#include <gtest/gtest.h>

#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

std::string fault_of(const std::string& text) {
    return fault_of_notice_text(text).value_or("none");
}

TEST(NoticeText, IsATemplateOrLeftToTheBuiltInOne) {
    EXPECT_EQ(fault_of(""), "none");
    EXPECT_EQ(fault_of("【{site}】[{customer}，]{meter} 欠费\n{balance}{currency}"), "none");
}

TEST(NoticeText, ThatIsNoTemplateSaysWhatIsWrongAndWhere) {
    EXPECT_EQ(fault_of("owes {balance"), "line 1, column 6: a { that nothing ends: write }");
    EXPECT_EQ(fault_of("owes\nbalance}"),
              "line 2, column 8: a } that nothing began: write { before the placeholder's name");
    EXPECT_EQ(fault_of("[in {room}"), "line 1, column 11: a [ that nothing ends: write ]");
    EXPECT_EQ(fault_of("in]"), "line 1, column 3: a ] that nothing began: write [ before it");
    EXPECT_EQ(fault_of("[[in]]"), "line 1, column 2: a [ within brackets: end the first ones");
    EXPECT_EQ(fault_of("in {room}"),
              "line 1, column 4: {room} is not always known: put it in [brackets], with what is "
              "left out where it is not");
}

TEST(NoticeText, WithAnUnknownPlaceholderNamesItAndAllThatThereAre) {
    const std::string fault = fault_of("{balanse}");
    EXPECT_NE(fault.find("'balanse'"), std::string::npos) << fault;
    for (const Placeholder& each : placeholders())
        EXPECT_NE(fault.find(each.name), std::string::npos) << each.name << " in " << fault;
}

TEST(NoticeText, IsTextOfAFewHundredLetters) {
    EXPECT_EQ(fault_of(" \n"), "it is blank: give words, or none for the built-in ones");
    EXPECT_EQ(fault_of("a\tb"), "it is no text in UTF-8: give letters and ends of lines");
    EXPECT_EQ(fault_of("\xff"), "it is no text in UTF-8: give letters and ends of lines");
    EXPECT_EQ(fault_of(std::string(most_notice_text, 'x')), "none");
    EXPECT_EQ(fault_of(std::string(most_notice_text + 1, 'x')),
              "it has 2001 bytes: give at most 2000 bytes");
}

}  // namespace
}  // namespace ledger
