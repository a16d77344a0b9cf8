#include "tools/meterbook/bundle/ids_of_a_moment.hpp"

#include <gtest/gtest.h>

#include "ledger/rules/stamp.hpp"

namespace meterbook {
namespace {

ledger::EventId id_of(std::int64_t millis, std::uint32_t number) {
    ledger::Entropy entropy{};
    for (std::size_t i = 0; i < 4; ++i)
        entropy[entropy.size() - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    return ledger::uuid7(ledger::Instant{millis * 1000}, entropy);
}

TEST(IdsOfAMoment, KnowEachOfTheirsHoweverManyThereAre) {
    constexpr std::uint32_t many = 5'000;
    IdsOfAMoment ids;
    for (const std::int64_t millis : {0L, 1L, 1'790'000'000'000L}) {
        for (std::uint32_t i = 0; i < many; ++i) ASSERT_TRUE(ids.add(id_of(millis, i))) << i;
        for (std::uint32_t i = 0; i < many; ++i) ASSERT_FALSE(ids.add(id_of(millis, i))) << i;
    }
}

TEST(IdsOfAMoment, AreForgottenWithIt) {
    IdsOfAMoment ids;
    for (std::int64_t millis = 1; millis <= 1'000; ++millis) {
        EXPECT_TRUE(ids.add(id_of(millis, 7)));
        EXPECT_FALSE(ids.add(id_of(millis, 7)));
    }
}

}  // namespace
}  // namespace meterbook
