#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/meter_clock.hpp"

namespace ingest {
namespace {

using ledger::Instant;
using ledger::Zone;

RC_GTEST_PROP(MeterClock, IsAsFarOffAsItWasSet, ()) {
    const Zone shanghai = *Zone::find("Asia/Shanghai");  // eight hours ahead, all year
    const Instant now{*rc::gen::inRange<std::int64_t>(1'700'000'000, 1'900'000'000) * 1'000'000};
    const auto off = *rc::gen::inRange<std::int64_t>(-100'000, 100'000);
    const Instant shown = now + std::chrono::hours(8) + std::chrono::seconds(off);
    RC_ASSERT(clock_offset_s(shown, now, shanghai) == off);
}

TEST(MeterClock, GoesByTheSummerTimeOfItsSite) {
    const auto berlin = Zone::find("Europe/Berlin");
    const auto now = ledger::instant_from_text("2026-07-01T10:00:00Z");
    const auto shown = ledger::instant_from_text("2026-07-01T12:00:30Z");
    EXPECT_EQ(clock_offset_s(shown, *now, *berlin), 30);
}

TEST(MeterClock, OfAMeterThatShowsNoneIsNothing) {
    EXPECT_EQ(clock_offset_s(std::nullopt, {}, *Zone::find("UTC")), std::nullopt);
}

}  // namespace
}  // namespace ingest
