#include "api/paper/capitals.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/values/limits.hpp"

// 大写 read back by its own grammar, which shares nothing with the writer.

namespace {

using ledger::cents;

struct Sign {
    std::string text;
    std::int64_t value;
};
const std::vector<Sign> digits{{"零", 0}, {"壹", 1}, {"贰", 2}, {"叁", 3}, {"肆", 4},
                               {"伍", 5}, {"陆", 6}, {"柒", 7}, {"捌", 8}, {"玖", 9}};
const std::vector<Sign> units{{"拾", 10}, {"佰", 100}, {"仟", 1'000}};

/// Takes a sign off the front; nothing where none of them stands there.
std::optional<std::int64_t> take(std::string& text, const std::vector<Sign>& signs) {
    for (const Sign& each : signs) {
        if (!text.starts_with(each.text)) continue;
        text.erase(0, each.text.size());
        return each.value;
    }
    return std::nullopt;
}

bool skip(std::string& text, const char* sign) {
    if (!text.starts_with(sign)) return false;
    text.erase(0, std::string(sign).size());
    return true;
}

/// A number of yuan: digits with units sum up, 万 and 亿 lift what stands before them.
std::int64_t yuan_in(std::string& text) {
    std::int64_t whole = 0;
    std::int64_t section = 0;
    while (!text.empty() && !text.starts_with("元")) {
        if (skip(text, "亿")) {
            whole = (whole + section) * 100'000'000;
            section = 0;
        } else if (skip(text, "万")) {
            whole += section * 10'000;
            section = 0;
        } else {
            const auto digit = take(text, digits);
            RC_ASSERT(digit.has_value());
            section += *digit * take(text, units).value_or(1);
        }
    }
    return whole + section;
}

/// The cents that the text says.
std::int64_t cents_in(std::string text) {
    const bool is_negative = skip(text, "负");
    std::int64_t all = 0;
    if (text.find("元") != std::string::npos) {
        all = yuan_in(text) * 100;
        skip(text, "元");
    }
    if (!skip(text, "整")) {
        const auto first = take(text, digits);
        RC_ASSERT(first.has_value());
        if (skip(text, "角")) {
            all += *first * 10;
            if (!skip(text, "整")) {
                all += take(text, digits).value();
                RC_ASSERT(skip(text, "分"));
            }
        } else {
            all += *first == 0 ? take(text, digits).value() : *first;
            RC_ASSERT(skip(text, "分"));
        }
    }
    RC_ASSERT(text.empty());
    return is_negative ? -all : all;
}

rc::Gen<std::int64_t> any_cents() {
    return rc::gen::exec([] {
        const auto most = ledger::most_money_at_once.count() / 10'000;
        const auto any = *rc::gen::inRange<std::int64_t>(-most, most);
        // Zeros in the middle and at the end are what goes wrong.
        std::int64_t scale = 1;
        for (int i = *rc::gen::inRange(0, 10); i > 0; --i) scale *= 10;
        const auto low = *rc::gen::inRange<std::int64_t>(0, 1'000);
        return *rc::gen::element(any, any / scale * scale, any / scale * scale + low, low);
    });
}

RC_GTEST_PROP(Capitals, SayTheAmount, ()) {
    const auto amount = *any_cents();
    RC_ASSERT(cents_in(api::capitals(cents(amount))) == amount);
}

RC_GTEST_PROP(Capitals, NeverHaveTwoZerosInARowNorOneBeforeAUnit, ()) {
    const std::string text = api::capitals(cents(*any_cents()));
    for (const char* never :
         {"零零", "零拾", "零佰", "零仟", "零万", "零亿", "零角", "零分", "零整"})
        RC_ASSERT(text.find(never) == std::string::npos);
    RC_ASSERT(text == "零元整" || text.find("零元") == std::string::npos);
}

TEST(Capitals, AreThoseOfTheExamplesOfTheMinistry) {
    const std::vector<std::pair<std::int64_t, const char*>> examples{
        {0, "零元整"},
        {5, "伍分"},
        {50, "伍角整"},
        {100'00, "壹佰元整"},
        {1'409'50, "壹仟肆佰零玖元伍角整"},
        {6'007'14, "陆仟零柒元壹角肆分"},
        {1'680'32, "壹仟陆佰捌拾元叁角贰分"},
        {107'000'53, "壹拾万柒仟元伍角叁分"},
        {16'409'02, "壹万陆仟肆佰零玖元零贰分"},
        {325'04, "叁佰贰拾伍元零肆分"},
        {1'000'500'00, "壹佰万零伍佰元整"},
        {100'000'000'00, "壹亿元整"},
        {100'000'001'00, "壹亿零壹元整"},
        {-12'30, "负壹拾贰元叁角整"}};
    for (const auto& [amount, text] : examples) EXPECT_EQ(api::capitals(cents(amount)), text);
}

}  // namespace
