#include "ledger/values/result.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace ledger {
namespace {

using Answer = Result<int, std::string>;

Answer half(int number) {
    if (number % 2 != 0) return refused(std::string("odd"));
    return number / 2;
}

TEST(Result, IsAValueOrTheReasonWhyThereIsNone) {
    EXPECT_TRUE(half(8).has_value());
    EXPECT_EQ(half(8).value(), 4);
    EXPECT_FALSE(half(7));
    EXPECT_EQ(half(7).error(), "odd");
}

TEST(Result, KeepsItsSidesApartWhereBothHaveOneType) {
    const Result<std::string, std::string> good(std::string("same"));
    const Result<std::string, std::string> bad = refused(std::string("same"));
    EXPECT_TRUE(good);
    EXPECT_FALSE(bad);
}

TEST(Result, CarriesWhatCanOnlyBeMoved) {
    Result<std::unique_ptr<int>, std::string> owned(std::make_unique<int>(5));
    const std::unique_ptr<int> taken = std::move(*owned);
    EXPECT_EQ(*taken, 5);
}

TEST(ResultDeathTest, StopsTheProcessWhenItIsOpenedUnasked) {
    EXPECT_DEATH(half(7).value(), "a Result is asked before it is opened");
    EXPECT_DEATH(half(8).error(), "only a refused Result has an error");
}

TEST(EnsureDeathTest, NamesThePromiseAndThePlace) {
    EXPECT_DEATH(ensure(false, "water is wet"),
                 "water is wet.*result_test.cpp|result_test.cpp.*wet");
    ensure(true, "nothing happens");
}

}  // namespace
}  // namespace ledger
