#include "projections/late.hpp"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/postings.hpp"
#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): what is late is the ledger's
using story::meter;
using story::Shown;
using story::Step;
using story::Story;

constexpr Day first_day{20'727};  // 2026-10-01
constexpr std::int64_t a_day = 1'440;

TEST(Late, ChargesBelongToTheDaysOfTheirLines) {
    Story story;
    story.pass(a_day);
    story.read(meter(1), 1'000);  // of two days
    const Shown<Late> late(story.events());
    const auto rows = late->after(first_day, first_day);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].account, "revenue:energy");
    EXPECT_EQ(rows[0].booked, first_day.next());
    EXPECT_EQ(rows[1].account, "wallets");
    EXPECT_EQ(rows[1].debit, rows[0].credit);
    EXPECT_TRUE(late->after(first_day.next(), first_day.next()).empty());
    EXPECT_TRUE(late->after(first_day, first_day.next()).empty()) << "recorded within these days";
}

TEST(Late, WhatIsRecordedOnItsDayIsNot) {
    Story story;
    story.tell(SellCredit{story::wallet(1), cents(100), MethodId("cash")});
    EXPECT_TRUE(Shown<Late>(story.events())->after({0}, {100'000}).empty());
}

RC_GTEST_PROP(Late, ListsAllChargesOfADayThatWereRecordedLater, (const std::vector<Step>& steps)) {
    const auto told = story::told(steps);
    const Shown<Late> late(told.events());
    const Zone zone = *Zone::find("Asia/Shanghai");
    std::map<Day, Money> expected;
    for (const Event& event : told.events()) {
        const auto* reading = std::get_if<ReadingRecorded>(&event.payload);
        if (reading == nullptr) continue;
        for (const ChargeLine& line : reading->lines) {
            if (line.day < zone.day_of(event.envelope.recorded_at))
                expected[line.day] += line.amount;
        }
    }
    for (const auto& [day, amount] : expected) {
        Money listed;
        for (const LateRow& row : late->after(day, day)) {
            if (row.account == "revenue:energy") listed += row.credit - row.debit;
        }
        RC_ASSERT(listed == amount);
    }
}

}  // namespace
}  // namespace projections
