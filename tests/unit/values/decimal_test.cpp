#include "ledger/values/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/values/quantity.hpp"

namespace ledger {
namespace {

/// Counts as they come, and often at the ends of what 64 bits hold.
std::int64_t any_count() {
    const auto near_an_end = rc::gen::map(rc::gen::inRange(0, 1000), [](int steps) {
        return steps % 2 == 0 ? INT64_MAX - steps / 2 : INT64_MIN + steps / 2;
    });
    const auto any = rc::gen::resize(2000, rc::gen::arbitrary<std::int64_t>());
    return *rc::gen::weightedOneOf<std::int64_t>({{9, any}, {1, near_an_end}});
}

RC_GTEST_PROP(Decimal, EveryCountIsReadBackFromItsText, ()) {
    const std::int64_t count = any_count();
    const int digits = *rc::gen::inRange(2, 19);
    const std::string text = to_decimal(count, digits);
    RC_ASSERT(from_decimal(text, digits) == count);
}

RC_GTEST_PROP(Decimal, TextHasTwoDecimalsOrMoreAndNoNeedlessZeros, ()) {
    const int digits = *rc::gen::inRange(2, 19);
    const std::string text = to_decimal(any_count(), digits);
    const std::size_t decimals = text.size() - text.find('.') - 1;
    RC_ASSERT(decimals >= 2U);
    RC_ASSERT(decimals <= static_cast<std::size_t>(digits));
    RC_ASSERT((decimals == 2U || text.back() != '0'));
}

RC_GTEST_PROP(Decimal, QuantitiesOfEveryUnitAreReadBack, ()) {
    const std::int64_t count = any_count();
    RC_ASSERT(from_text<Money>(to_text(Money{count})) == Money{count});
    RC_ASSERT(from_text<Energy>(to_text(Energy{count})) == Energy{count});
    RC_ASSERT(from_text<Price>(to_text(Price{count})) == Price{count});
}

/// The grammar, said a second time.
bool is_plain_decimal(const std::string& text, std::size_t most_decimals) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const auto skip_digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at - from;
    };
    if (skip_digits() == 0) return false;
    if (at == text.size()) return true;
    if (text[at++] != '.') return false;
    const std::size_t decimals = skip_digits();
    return at == text.size() && decimals >= 1 && decimals <= most_decimals;
}

RC_GTEST_PROP(Decimal, NothingButPlainDecimalsIsRead, ()) {
    const auto letters = rc::gen::elementOf(std::string("0123456789.-+eE, \t"));
    const auto text = *rc::gen::resize(12, rc::gen::container<std::string>(letters));
    RC_ASSERT(from_decimal(text, 6).has_value() == is_plain_decimal(text, 6));
}

TEST(Decimal, ReadsFewerDecimalsThanTheUnitHas) {
    EXPECT_EQ(from_decimal("12", 6), 12'000'000);
    EXPECT_EQ(from_decimal("-0.5", 6), -500'000);
    EXPECT_EQ(from_decimal("12.340", 3), 12'340);
    EXPECT_EQ(from_decimal("007", 2), 700);
    EXPECT_EQ(from_decimal("-0", 2), 0);
}

TEST(Decimal, WritesAsPeopleDo) {
    EXPECT_EQ(to_decimal(12'340'000, 6), "12.34");
    EXPECT_EQ(to_decimal(400, 3), "0.40");
    EXPECT_EQ(to_decimal(61'730'000, 8), "0.6173");
    EXPECT_EQ(to_decimal(-1, 6), "-0.000001");
    EXPECT_EQ(to_decimal(0, 6), "0.00");
    EXPECT_EQ(to_decimal(INT64_MIN, 6), "-9223372036854.775808");
}

TEST(Decimal, RefusesExponentsSignsBlanksAndTooManyDecimals) {
    for (const char* text :
         {"1e3", "1E3", "+1",    "--1",  "",    "-",   ".",         "1.",  ".5",  " 1",
          "1 ",  "1,0", "1.2.3", "0x10", "inf", "nan", "1.2345678", "\t1", "1\n", "1_000"})
        EXPECT_FALSE(from_decimal(text, 6).has_value()) << '"' << text << '"';
    EXPECT_FALSE(from_decimal(std::string_view("1\0", 2), 6).has_value());
}

TEST(Decimal, RefusesWhatDoesNotFitInSixtyFourBits) {
    EXPECT_EQ(from_decimal("9223372036854.775807", 6), INT64_MAX);
    EXPECT_EQ(from_decimal("-9223372036854.775808", 6), INT64_MIN);
    EXPECT_FALSE(from_decimal("9223372036854.775808", 6).has_value());
    EXPECT_FALSE(from_decimal("-9223372036854.775809", 6).has_value());
    EXPECT_FALSE(from_decimal("9223372036855", 6).has_value());
    EXPECT_FALSE(from_decimal(std::string(400, '9'), 6).has_value());
}

TEST(DecimalDeathTest, IsAskedForTwoToEighteenDecimals) {
    EXPECT_DEATH(to_decimal(1, 1), "2 to 18 decimals");
    EXPECT_DEATH(to_decimal(1, 19), "2 to 18 decimals");
}

}  // namespace
}  // namespace ledger
