#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/notices/sms_shape.hpp"
#include "ingest/notices/templates.hpp"
#include "tests/support/temporary_directory.hpp"

namespace notices {
namespace {

using ledger::NoticeKind;
using ledger::NoticeLanguage;

const Site corner_house{"Corner House", "Asia/Shanghai", "CNY"};

Notice bare_notice(NoticeKind kind, NoticeLanguage language) {
    Notice notice{{4711}, std::string(32, 'a'), true, 0, {}};
    notice.facts.kind = kind;
    notice.facts.language = language;
    notice.facts.account = ledger::AccountId("A1");
    notice.facts.wallet = ledger::WalletId("A1.M1");
    notice.facts.meter = ledger::MeterId("M1");
    notice.facts.balance = ledger::Money{-5'004'000};
    notice.facts.at = *ledger::instant_from_text("2026-11-21T16:05:00Z");
    return notice;
}

Notice full_notice(NoticeKind kind, NoticeLanguage language) {
    Notice notice = bare_notice(kind, language);
    notice.facts.place = {ledger::BuildingId("B1"), "3", "301"};
    notice.facts.line = ledger::cents(10'00);
    notice.facts.cut_at = *ledger::instant_from_text("2026-11-22T16:05:00Z");
    notice.facts.power_w = 12'345;
    notice.facts.overload_w = 10'000;
    return notice;
}

TEST(BuiltInTexts, SayBalanceMeterAndTimeInEveryLanguageAndLeaveNoPlaceholder) {
    const Templates templates;
    for (const std::string_view kind : ledger::EnumNames<NoticeKind>::names) {
        for (const std::string_view language : ledger::EnumNames<NoticeLanguage>::names) {
            const auto what = *ledger::enum_from_text<NoticeKind>(kind);
            const auto how = *ledger::enum_from_text<NoticeLanguage>(language);
            const bool is_zh = how == NoticeLanguage::zh;
            for (const bool is_full : {false, true}) {
                const std::string text = templates.text_of(
                    is_full ? full_notice(what, how) : bare_notice(what, how),
                    is_full ? Recipient{"Zhang", "1"} : Recipient{}, corner_house);
                EXPECT_EQ(text.find_first_of("{}[]"), std::string::npos) << text;
                EXPECT_NE(text.find(is_zh ? "-5.01元" : "-5.01 CNY"), std::string::npos) << text;
                EXPECT_NE(text.find("M1"), std::string::npos) << text;
                EXPECT_NE(text.find(is_zh ? "2026年11月22日00:05" : "2026-11-22 00:05"),
                          std::string::npos)
                    << text;
                EXPECT_EQ(text.find("Zhang") != std::string::npos, is_full) << text;
                EXPECT_EQ(shape_of(text).is_unicode, is_zh) << text;
                EXPECT_LE(shape_of(text).parts, 2U) << text;
            }
        }
    }
}

TEST(TextFacts, OfArrearsNameTheMomentOfTheCutAtTheEarliest) {
    const std::string text =
        Templates().text_of(full_notice(NoticeKind::arrears, NoticeLanguage::en), {}, corner_house);
    EXPECT_EQ(text,
              "Corner House: meter M1 (301) is in arrears since 2026-11-22 00:05: -5.01 CNY. "
              "Please pay now; power will be cut, on 2026-11-23 00:05 at the earliest.");
}

RC_GTEST_PROP(TextFacts, NeverShowMoreCreditThanThereIs, ()) {
    Notice notice = bare_notice(NoticeKind::balance_low, NoticeLanguage::en);
    notice.facts.balance =
        ledger::Money{*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000)};
    const auto shown =
        ledger::from_text<ledger::Money>(text_facts(notice, {}, corner_house).at("balance"));
    RC_ASSERT(shown.has_value());
    RC_ASSERT((*shown <= notice.facts.balance && notice.facts.balance - *shown < ledger::cents(1)));
}

RC_GTEST_PROP(Template, WithoutSignsIsItsOwnText, ()) {
    const auto words = *rc::gen::container<std::string>(rc::gen::suchThat(
        rc::gen::arbitrary<char>(), [](char c) { return std::string_view("{}[]").find(c) > 3; }));
    RC_ASSERT(ledger::NoticeTemplate::read(words)->render({}) == words);
}

RC_GTEST_PROP(Template, LeavesABracketOutExactlyWhereAFactIsMissing, ()) {
    const bool has_room = *rc::gen::arbitrary<bool>();
    const bool has_floor = *rc::gen::arbitrary<bool>();
    TextFacts facts{{"meter", "M1"}};
    if (has_room) facts["room"] = "301";
    if (has_floor) facts["floor"] = "3";
    const std::string text = template_in("{meter}[ in {room} on {floor}][/{floor}].").render(facts);
    RC_ASSERT(text == std::string("M1") + (has_room && has_floor ? " in 301 on 3" : "") +
                          (has_floor ? "/3" : "") + ".");
}

TEST(Templates, OfADirectoryTakeThePlaceOfTheirLikeAlone) {
    const TemporaryDirectory directory;
    std::ofstream(directory / "power_cut.en.txt") << "Dark: {meter}\n\n";
    const Templates templates(directory.path());
    EXPECT_EQ(
        templates.text_of(bare_notice(NoticeKind::power_cut, NoticeLanguage::en), {}, corner_house),
        "Dark: M1");
    EXPECT_EQ(templates.all().at({NoticeKind::power_cut, NoticeLanguage::en}).text(),
              "Dark: {meter}");
    EXPECT_NE(
        templates.text_of(bare_notice(NoticeKind::power_cut, NoticeLanguage::zh), {}, corner_house),
        "Dark: M1");
}

RC_GTEST_PROP(SmsShape, CountsLettersAsTheAlphabetHasThem, ()) {
    const auto letters = *rc::gen::inRange<std::size_t>(1, 1'000);
    const SmsShape plain = shape_of(std::string(letters, 'x'));
    RC_ASSERT(!plain.is_unicode);
    RC_ASSERT(plain.parts == (letters <= 160 ? 1 : (letters + 152) / 153));
    std::string meters;
    for (std::size_t i = 0; i < letters; ++i) meters += "表";
    const SmsShape wide = shape_of(meters);
    RC_ASSERT(wide.is_unicode);
    RC_ASSERT(wide.parts == (letters <= 70 ? 1 : (letters + 66) / 67));
}

TEST(SmsShape, OfLettersThatGsmHasElsewhereIsUnicode) {
    for (const char* text : {"a@b", "$5", "a_b", "{x}", "x\\y", "~", "é", "€"})
        EXPECT_TRUE(shape_of(text).is_unicode) << text;
    EXPECT_EQ(shape_of("😀").parts, 1U);
}

TEST(Dialled, IsDigitsAndAPlusOrNothing) {
    EXPECT_EQ(dialled("+86 (139) 1234-5678"), "+8613912345678");
    EXPECT_EQ(dialled("95598"), "95598");
    for (const char* none : {"", "12", "1+23", "13912345678 x 2", "1391234567890123", "张三",
                             "123\nexit", "-text x", "+"})
        EXPECT_EQ(dialled(none), "") << none;
}

}  // namespace
}  // namespace notices
