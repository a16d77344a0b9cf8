#include "ledger/values/quantity.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ledger {
namespace {

__extension__ using Wide = __int128;

constexpr Money most{INT64_MAX};
constexpr Money least{INT64_MIN};

bool fits(Wide count) { return count >= INT64_MIN && count <= INT64_MAX; }

RC_GTEST_PROP(Quantity, SumsAndDifferencesAreExact, ()) {
    const auto any = rc::gen::resize(2000, rc::gen::arbitrary<std::int64_t>());
    const std::int64_t a = *any;
    const std::int64_t b = *any;
    if (fits(Wide{a} + b)) RC_ASSERT((Money{a} + Money{b}).count() == a + b);
    if (fits(Wide{a} - b)) RC_ASSERT((Money{a} - Money{b}).count() == a - b);
    RC_ASSERT((Money{a} < Money{b}) == (a < b));
}

TEST(Quantity, DoesNotMixUnits) {
    static_assert(!std::is_convertible_v<Money, Energy>);
    static_assert(!std::is_convertible_v<std::int64_t, Money>);
    static_assert(!std::is_invocable_v<std::plus<>, Money, Energy>);
    static_assert(std::is_invocable_v<std::plus<>, Money, Money>);
}

TEST(Quantity, KnowsItsSign) {
    EXPECT_TRUE(Money{-1}.is_negative());
    EXPECT_TRUE(Money{1}.is_positive());
    EXPECT_TRUE(Money{}.is_zero());
    EXPECT_FALSE(Money{}.is_negative() || Money{}.is_positive());
    EXPECT_EQ(-Money{5}, Money{-5});
}

TEST(Quantity, KnowsWholeCents) {
    EXPECT_TRUE(is_whole_cents(cents(1234)));
    EXPECT_TRUE(is_whole_cents(Money{}));
    EXPECT_FALSE(is_whole_cents(Money{1}));
    EXPECT_FALSE(is_whole_cents(Money{-15'000}));
    EXPECT_EQ(to_text(cents(1234)), "12.34");
}

TEST(QuantityDeathTest, StopsTheProcessInsteadOfWrapping) {
    EXPECT_DEATH(most + Money{1}, "a sum fits in 64 bits");
    EXPECT_DEATH(least + Money{-1}, "a sum fits in 64 bits");
    EXPECT_DEATH(least - Money{1}, "a difference fits in 64 bits");
    EXPECT_DEATH(-least, "a difference fits in 64 bits");
    EXPECT_DEATH(
        {
            Money sum = most;
            sum += Money{1};
        },
        "a sum fits in 64 bits");
}

}  // namespace
}  // namespace ledger
