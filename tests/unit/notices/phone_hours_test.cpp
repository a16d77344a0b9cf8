#include "ingest/notices/phone_hours.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/notices/book_answers.hpp"

// When phones may ring, and how often.

namespace notices {
namespace {

using ledger::Instant;
using ledger::ShortMessageTerms;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Instant midnight{1'795'219'200'000'000};  // of 2026-11-21, at the meridian of London

Site site_with(std::uint32_t from, std::uint32_t to) {
    return {"Corner House", "UTC", "CNY", ShortMessageTerms{from, to, 0}};
}

Instant at(std::uint32_t minute) { return midnight + minutes(minute); }

RC_GTEST_PROP(QuietHours, AreThoseBetweenTheirEndsAndEndWhenTheyEnd, ()) {
    const auto from = *rc::gen::inRange<std::uint32_t>(0, 1'440);
    const auto to = *rc::gen::inRange<std::uint32_t>(0, 1'440);
    const auto now = *rc::gen::inRange<std::uint32_t>(0, 1'440);
    const bool is_a_night = to < from;
    const bool is_within = is_a_night ? now >= from || now < to : now >= from && now < to;
    const auto until = quiet_until(site_with(from, to), at(now));
    RC_ASSERT(until.has_value() == is_within);
    if (!until) return;
    const bool is_tomorrow = is_a_night && now >= from;
    RC_ASSERT(*until == at(to) + hours(is_tomorrow ? 24 : 0));
}

TEST(QuietHours, AreTheSitesAndNotLondons) {
    Site site = site_with(22 * 60, 8 * 60);
    site.zone = "Asia/Shanghai";
    EXPECT_EQ(quiet_until(site, at(15 * 60)), at(24 * 60)) << "23:00 there";
    EXPECT_EQ(quiet_until(site, at(60)), std::nullopt) << "09:00 there";
    EXPECT_EQ(quiet_until({"", "UTC", "CNY", {}}, at(0)), std::nullopt) << "no terms";
}

TEST(MessagesToday, LeaveRoomAgainADayAfterTheOldestOfThem) {
    MessagesToday sent;
    for (const int hour : {1, 5, 9}) sent.add("139", midnight + hours(hour));
    const Instant now = midnight + hours(10);
    EXPECT_EQ(sent.room_at("139", 0, now), std::nullopt) << "no limit";
    EXPECT_EQ(sent.room_at("139", 4, now), std::nullopt);
    EXPECT_EQ(sent.room_at("139", 3, now), midnight + hours(25));
    EXPECT_EQ(sent.room_at("139", 2, now), midnight + hours(29));
    EXPECT_EQ(sent.room_at("138", 1, now), std::nullopt) << "another number";
    EXPECT_EQ(sent.room_at("139", 3, midnight + hours(25)), std::nullopt);
}

TEST(SiteAnswer, SaysWhenPhonesMayRing) {
    const std::string open = R"({"name":"S","zone":"UTC","currency":"CNY","notices":)";
    EXPECT_EQ(site_in(open + "null}").short_messages, std::nullopt);
    EXPECT_EQ(site_in(open + R"({"channels":["sms"]}})").short_messages, std::nullopt);
    EXPECT_EQ(site_in(open + R"({"short_messages":null}})").short_messages, std::nullopt);
    const Site site = site_in(open + R"({"short_messages":{"quiet_from_minute":1320,
                                         "quiet_to_minute":480,"most_a_day":3}}})");
    EXPECT_EQ(site.short_messages, (ShortMessageTerms{1'320, 480, 3}));
}

}  // namespace
}  // namespace notices
