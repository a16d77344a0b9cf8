#include "api/tables/exact_decimal.hpp"

#include <array>
#include <charconv>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/values/decimal.hpp"

namespace api {
namespace {

std::string decimal(const char* stored) { return exact_decimal(stored).value_or("nothing"); }

TEST(ExactDecimal, IsWhatStandsThereWithFifteenDigitsOrFewer) {
    EXPECT_EQ(decimal("0.1"), "0.1");
    EXPECT_EQ(decimal("0.8642"), "0.8642");
    EXPECT_EQ(decimal("1E-8"), "0.00000001");
    EXPECT_EQ(decimal("1.4386125E0"), "1.4386125");
    EXPECT_EQ(decimal("2.02406010101E+11"), "202406010101");
    EXPECT_EQ(decimal("-12.50"), "-12.5");
    EXPECT_EQ(decimal("123456789012345"), "123456789012345");
    EXPECT_EQ(decimal("-0"), "0");
    EXPECT_EQ(decimal("100"), "100");
}

TEST(ExactDecimal, OfBinaryNoiseIsWhatTheSpreadsheetShows) {
    EXPECT_EQ(decimal("0.10000000000000001"), "0.1");
    EXPECT_EQ(decimal("9.949999999999999"), "9.95");
    EXPECT_EQ(decimal("0.57999999999999996"), "0.58");
    EXPECT_EQ(decimal("1.0000000000000001E-8"), "0.00000001");
}

TEST(ExactDecimal, OfWhatWasCalculatedIsNothing) {
    EXPECT_EQ(decimal("0.30000000000000004"), "nothing");
    EXPECT_EQ(decimal("0.33333333333333331"), "nothing");
    EXPECT_EQ(decimal("1234567890123456"), "nothing");
}

TEST(ExactDecimal, OfNoNumberIsNothing) {
    for (const char* text : {"", "-", ".", "1.", "1e", "1e+", "1e-", "e5", "1e999", "1e-999", "NaN",
                             "INF", "0x10", "1,5", " 1", "1 ", "--1", "+1", "1e+-5"})
        EXPECT_EQ(decimal(text), "nothing") << text;
}

/// As a spreadsheet stores the binary number that is nearest.
std::string stored(const std::string& text, int digits) {
    double binary = 0;
    std::from_chars(text.data(), text.data() + text.size(), binary);
    std::array<char, 64> written{};
    const auto end = std::to_chars(written.data(), written.data() + written.size(), binary,
                                   std::chars_format::general, digits);
    return {written.data(), end.ptr};
}

RC_GTEST_PROP(ExactDecimal, OfEveryPriceIsThatPriceHoweverItWasStored, ()) {
    const auto count = *rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'001);
    const std::string price = ledger::to_decimal(count, 8);
    for (const int digits : {15, 16, 17}) {
        const auto read = exact_decimal(stored(price, digits));
        RC_ASSERT(read.has_value());
        RC_ASSERT(ledger::from_decimal(*read, 8) == count);
    }
    RC_ASSERT(is_shown_whole(price));
}

RC_GTEST_PROP(ExactDecimal, OfAnyTextIsThatNumberOrNothing, (const std::string& text)) {
    const auto read = exact_decimal(text);
    if (!read) return;
    double left = 0;
    double right = 0;
    std::from_chars(text.data(), text.data() + text.size(), left);
    std::from_chars(read->data(), read->data() + read->size(), right);
    RC_ASSERT(!(left < right) && !(right < left));
}

}  // namespace
}  // namespace api
