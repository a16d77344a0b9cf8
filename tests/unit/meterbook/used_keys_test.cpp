#include "tools/meterbook/used_keys.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace meterbook {
namespace {

TEST(UsedKeys, KnowEveryKeyThatTheyMetAndNoOther) {
    const TemporaryDirectory folder;
    UsedKeys keys(folder / "keys");
    constexpr std::uint64_t many = 40'000;  // more than are held in memory
    for (std::uint64_t i = 1; i <= many; ++i)
        ASSERT_TRUE(keys.is_new("till1-" + std::to_string(i), {i})) << i;
    for (const std::uint64_t each : {std::uint64_t{1}, many / 2, many})
        EXPECT_FALSE(keys.is_new("till1-" + std::to_string(each), {many + 1})) << each;
    EXPECT_TRUE(keys.is_new("till2-1", {many + 2}));
}

TEST(UsedKeys, LeaveNothingBehind) {
    const TemporaryDirectory folder;
    {
        UsedKeys keys(folder / "keys");
        EXPECT_TRUE(keys.is_new("a", {1}));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "keys"));
}

}  // namespace
}  // namespace meterbook
