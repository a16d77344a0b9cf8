#include "ledger/values/id.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/values/bytes.hpp"
#include "ledger/values/fields.hpp"

namespace ledger {
namespace {

const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

RC_GTEST_PROP(Id, OneToFortyPlainLettersAreWellFormed, ()) {
    const auto size = *rc::gen::inRange<std::size_t>(0, 50);
    const auto text = *rc::gen::container<std::string>(size, rc::gen::elementOf(letters));
    RC_ASSERT(MeterId::is_well_formed(text) == (size >= 1 && size <= 40));
}

RC_GTEST_PROP(Id, AnyOtherByteIsNotWellFormed, ()) {
    std::string text = *rc::gen::container<std::string>(5, rc::gen::elementOf(letters));
    const char other = *rc::gen::arbitrary<char>();
    RC_PRE(letters.find(other) == std::string::npos);
    text[*rc::gen::inRange<std::size_t>(0, 5)] = other;
    RC_ASSERT(!MeterId::is_well_formed(text));
    RC_ASSERT(WalletId::is_well_formed(text) == (other == '.'));
}

TEST(Id, OnlyAWalletsNameHoldsADot) {
    EXPECT_TRUE(WalletId::is_well_formed("A-1.M1"));
    EXPECT_FALSE(AccountId::is_well_formed("A-1.M1"));
    EXPECT_TRUE(WalletId::is_well_formed(std::string(40, 'a') + "." + std::string(40, 'm')));
    EXPECT_FALSE(WalletId::is_well_formed(std::string(82, 'a')));
    EXPECT_FALSE(WalletId::is_well_formed(""));
}

TEST(Id, NamesOfDifferentKindsDoNotMix) {
    static_assert(!std::is_convertible_v<MeterId, LineId>);
    static_assert(!std::is_constructible_v<MeterId, LineId>);
    static_assert(!std::is_convertible_v<std::string, MeterId>);
    EXPECT_TRUE(MeterId{}.is_empty());
    EXPECT_LT(MeterId("M1"), MeterId("M2"));
}

TEST(Position, CountsFromOneAndZeroIsNone) {
    EXPECT_TRUE(Position{}.is_none());
    EXPECT_EQ(Position{}.next(), Position{1});
    EXPECT_LT(Position{9}, Position{10});
}

TEST(Hex, IsTwoLowerCaseDigitsAByte) {
    EXPECT_EQ(to_hex(BytesView("\x00\xff\x10", 3)), "00ff10");
    EXPECT_EQ(to_hex(""), "");
}

enum class Colour : std::uint8_t { red, green };

}  // namespace

template <>
struct EnumNames<Colour> {
    static constexpr std::array<std::string_view, 2> names{"red", "green"};
};

namespace {

TEST(EnumNames, WordsAndValuesGoBothWays) {
    EXPECT_EQ(to_text(Colour::green), "green");
    EXPECT_EQ(enum_from_text<Colour>("red"), Colour::red);
    EXPECT_EQ(enum_from_text<Colour>("Red"), std::nullopt);
    EXPECT_EQ(enum_from_text<Colour>(""), std::nullopt);
}

}  // namespace
}  // namespace ledger
