#include "projections/shifts.hpp"

#include <gtest/gtest.h>

#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): shifts are the ledger's
using story::Shown;
using story::Story;
using story::wallet;

Position take_till(Story& story) {
    return story.tell(OpenShift{TillId("T1"), MethodId("cash"), cents(5'000)})
        .front()
        .envelope.position;
}

TEST(Shift, HoldsWhatItsTellerTookInByWayOfPaying) {
    Story story;
    story.tell(SellCredit{wallet(1), cents(777), MethodId("cash")});  // before it
    const Position shift = take_till(story);
    const Position sale =
        story.tell(SellCredit{wallet(1), cents(1'000), MethodId("cash")}).front().envelope.position;
    story.tell(SellCredit{wallet(2), cents(300), MethodId("bank")});
    story.tell(RefundCredit{sale, cents(100), MethodId("cash")});
    const ShiftRow row = Shown<Shifts>(story.events())->of(shift).value();
    EXPECT_EQ(row.teller.text(), "Wang");
    EXPECT_EQ(row.takings, (std::vector<Taking>{{MethodId("bank"), cents(300)},
                                                {MethodId("cash"), cents(900)}}));
    EXPECT_TRUE(row.closed.is_none());
}

TEST(Shift, SaysHowItWasClosedAndTakesNothingInAfterwards) {
    Story story;
    const Position shift = take_till(story);
    const auto closed = story.tell(CloseShift{shift, {{MethodId("cash"), cents(4'990)}}, false},
                                   "ten cents are missing");
    story.tell(SellCredit{wallet(1), cents(1'000), MethodId("cash")});
    const Shown<Shifts> shifts(story.events());
    const ShiftRow row = shifts->of(shift).value();
    EXPECT_EQ(row.closed, closed.front().envelope.position);
    EXPECT_EQ(row.reason, "ten cents are missing");
    ASSERT_EQ(row.counts.size(), 1U);
    EXPECT_EQ(row.counts[0].expected, cents(5'000));
    EXPECT_TRUE(row.takings.empty());
}

TEST(Shifts, ArePagedNewestFirstAndFoundByStateAndTeller) {
    Story story;
    for (int i = 0; i < 5; ++i) {
        const Position shift = take_till(story);
        if (i < 4) story.tell(CloseShift{shift, {{MethodId("cash"), cents(5'000)}}, false});
    }
    const Shown<Shifts> shifts(story.events());
    EXPECT_EQ(story::all_pages(*shifts.operator->(), ShiftFilter{}, 2).size(), 5U);
    ShiftFilter filter;
    filter.is_open = true;
    EXPECT_EQ(shifts->list(filter).rows.size(), 1U);
    filter.is_open = false;
    EXPECT_EQ(shifts->list(filter).rows.size(), 4U);
    filter.teller = OperatorId("Li");
    EXPECT_TRUE(shifts->list(filter).rows.empty());
}

}  // namespace
}  // namespace projections
