#include "ledger/values/instant.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ledger {
namespace {

constexpr Instant autumn{1'795'231'440'000'000};  // 2026-11-21T03:24:00Z

Instant any_instant() {
    return {*rc::gen::inRange(earliest_instant.micros, latest_instant.micros + 1)};
}

RC_GTEST_PROP(InstantText, EveryMomentIsReadBackFromItsText, ()) {
    const Instant at = any_instant();
    RC_ASSERT(instant_from_text(to_text(at)) == at);
}

RC_GTEST_PROP(InstantText, SortsAsTimeDoesAtWholeSeconds, ()) {
    const Instant a{any_instant().micros / 1'000'000 * 1'000'000};
    const Instant b{any_instant().micros / 1'000'000 * 1'000'000};
    RC_ASSERT((to_text(a) < to_text(b)) == (a < b));
}

RC_GTEST_PROP(InstantText, AnOffsetMovesTheClockAndNotTheMoment, ()) {
    const Instant at{any_instant().micros / 1'000'000 * 1'000'000};
    const int ahead = *rc::gen::inRange(-23 * 60 - 59, 24 * 60);
    const Instant wall = at + std::chrono::minutes(ahead);
    RC_PRE((wall >= earliest_instant && wall <= latest_instant));
    std::string text = to_text(wall);
    text.pop_back();
    const int size = ahead < 0 ? -ahead : ahead;
    std::array<char, 8> offset{};
    std::snprintf(offset.data(), offset.size(), "%c%02d:%02d", ahead < 0 ? '-' : '+',
                  size / 60 % 24, size % 60);
    RC_ASSERT(instant_from_text(text + offset.data()) == at);
}

RC_GTEST_PROP(InstantText, NoTextStopsTheReader, (const std::string& text)) {
    const auto read = instant_from_text(text);
    RC_ASSERT((!read || (*read >= earliest_instant && *read <= latest_instant)));
}

RC_GTEST_PROP(InstantText, OneForeignCharacterIsAnotherMomentOrNone, ()) {
    const Instant at = any_instant();
    std::string text = to_text(at);
    const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
    const char other = *rc::gen::elementOf(std::string("0123456789TZtz:-+. "));
    RC_PRE(text[place] != other);
    text[place] = other;
    RC_ASSERT(instant_from_text(text) != at);
}

TEST(InstantText, WritesTheFractionOnlyWhereThereIsOne) {
    EXPECT_EQ(to_text(autumn), "2026-11-21T03:24:00Z");
    EXPECT_EQ(to_text(autumn + Duration(500'000)), "2026-11-21T03:24:00.500000Z");
    EXPECT_EQ(to_text(earliest_instant), "2000-01-01T00:00:00Z");
    EXPECT_EQ(to_text(Instant{}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(to_text(Instant{-1}), "1969-12-31T23:59:59.999999Z");
}

TEST(InstantText, ReadsOffsetsAndFractions) {
    EXPECT_EQ(instant_from_text("2026-11-21T11:24:00+08:00"), autumn);
    EXPECT_EQ(instant_from_text("2026-11-20T22:24:00-05:00"), autumn);
    EXPECT_EQ(instant_from_text("2026-11-21T03:24:00-00:00"), autumn);
    EXPECT_EQ(instant_from_text("2026-11-21T03:24:00.000001Z"), autumn + Duration(1));
    EXPECT_EQ(instant_from_text("2026-11-21T03:24:00.5+00:00"), autumn + Duration(500'000));
    EXPECT_EQ(to_text(*instant_from_text("2024-02-29T00:00:00Z")), "2024-02-29T00:00:00Z");
}

TEST(InstantText, RefusesWhatIsNoMoment) {
    for (const char* text : {"",
                             "2026-11-21",
                             "2026-11-21T03:24:00",
                             "2026-11-21T03:24Z",
                             "2026-11-21 03:24:00Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-11-31T00:00:00Z",
                             "2026-11-21T24:00:00Z",
                             "2026-11-21T03:60:00Z",
                             "2026-11-21T03:24:60Z",
                             "2026-11-21T03:24:00.Z",
                             "2026-11-21T03:24:00.1234567Z",
                             "2026-11-21T03:24:00+8:00",
                             "2026-11-21T03:24:00+0800",
                             "2026-11-21T03:24:00+24:00",
                             "2026-11-21T03:24:00+08:60",
                             "2026-11-21T03:24:00ZZ",
                             " 2026-11-21T03:24:00Z",
                             "2026-11-21T03:24:00Z ",
                             "2026-11-21T03:24:00+08:00Z",
                             "-026-11-21T03:24:00Z",
                             "2026-1-021T03:24:00Z",
                             "1795231440",
                             "now"})
        EXPECT_FALSE(instant_from_text(text).has_value()) << '"' << text << '"';
}

TEST(InstantText, RefusesYearsOutsideOfTheBook) {
    EXPECT_TRUE(instant_from_text("2000-01-01T00:00:00Z").has_value());
    EXPECT_FALSE(instant_from_text("1999-12-31T23:59:59.999999Z").has_value());
    EXPECT_FALSE(instant_from_text("2000-01-01T00:00:00+00:01").has_value());
    EXPECT_TRUE(instant_from_text("2200-01-01T00:00:00Z").has_value());
    EXPECT_FALSE(instant_from_text("2200-01-01T00:00:00.000001Z").has_value());
    EXPECT_FALSE(instant_from_text("9999-12-31T23:59:59Z").has_value());
    EXPECT_FALSE(instant_from_text("0000-01-01T00:00:00Z").has_value());
}

}  // namespace
}  // namespace ledger
