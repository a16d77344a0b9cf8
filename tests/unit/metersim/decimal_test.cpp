#include "tools/metersim/decimal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tools/metersim/meter/local_time.hpp"

namespace metersim {
namespace {

RC_GTEST_PROP(Decimal, IsReadAsItWasWritten, ()) {
    const auto count = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
    const auto digits = *rc::gen::inRange(0, 7);
    RC_ASSERT(read_decimal(write_decimal(count, digits), digits) == count);
}

TEST(Decimal, RefusesWhatIsNotPlain) {
    for (const char* text : {"", "-", ".", "1.", ".5", "+1", "1e3", " 1", "1 ", "1,5", "0x1",
                             "1.234", "12345678901234567890", "--1"}) {
        EXPECT_FALSE(read_decimal(text, 2)) << text;
    }
    EXPECT_EQ(read_decimal("42949672.95", 2), 4'294'967'295);
    EXPECT_EQ(read_decimal("-0.5", 2), -50);
}

RC_GTEST_PROP(InstantText, IsReadAsItWasWritten, ()) {
    const auto seconds = *rc::gen::inRange<std::int64_t>(0, 4'102'444'800);
    const Instant instant{std::chrono::seconds{seconds}};
    RC_ASSERT(read_instant(write_instant(instant)) == instant);
}

TEST(InstantText, RefusesDatesThatDoNotExist) {
    for (const char* text : {"2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z",
                             "2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "now", ""}) {
        EXPECT_FALSE(read_instant(text)) << text;
    }
}

TEST(LocalTime, IsTheMetersWallClock) {
    const LocalTime time =
        local_time(*read_instant("2026-03-15T16:30:05Z"), std::chrono::minutes{480});
    const LocalTime expected{
        .year = 2026, .month = 3, .day = 16, .weekday = 1, .hour = 0, .minute = 30, .second = 5};
    EXPECT_EQ(time, expected);
}

}  // namespace
}  // namespace metersim
