#include "projections/meter_states.hpp"

#include <gtest/gtest.h>

#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): the wall speaks of the ledger
using story::meter;
using story::Shown;
using story::Story;
using story::wallet;

MeterState state_of(const Story& story, unsigned number) {
    return Shown<MeterStates>(story.events())->of(meter(number)).value().state();
}

Story with_credit(Money amount) {
    Story story;
    story.tell(SellCredit{wallet(1), amount, MethodId("cash")});
    return story;
}

TEST(MeterState, IsNotOpenedBeforeAnyAccountHasTheMeter) {
    Story story;
    EXPECT_EQ(state_of(story, 4), MeterState::not_opened);
    story.tell(ReportContactLost{LineId("L2"), meter(4), 3, "silence"});
    EXPECT_EQ(state_of(story, 4), MeterState::not_opened) << "it outranks lost contact";
}

TEST(MeterState, FollowsTheBalanceThroughTheAlarms) {
    EXPECT_EQ(state_of(with_credit(cents(2'000)), 1), MeterState::open);
    EXPECT_EQ(state_of(with_credit(cents(1'999)), 1), MeterState::alarm1);
    EXPECT_EQ(state_of(with_credit(cents(499)), 1), MeterState::alarm2);
    Story story = with_credit(cents(100));
    story.pass(60);
    story.read(meter(1), 2'000);
    EXPECT_EQ(state_of(story, 1), MeterState::arrears);
}

TEST(MeterState, OfASilentMeterIsLostContactWhateverItOwes) {
    Story story;
    story.pass(60);
    story.read(meter(1), 2'000);
    story.tell(ReportContactLost{LineId("L1"), meter(1), 3, "silence"});
    EXPECT_EQ(state_of(story, 1), MeterState::lost_contact);
    story.tell(ReportContact{LineId("L1"), meter(1)});
    EXPECT_EQ(state_of(story, 1), MeterState::arrears);
}

TEST(MeterState, OfEveryMeterOnASilentLineIsLostContact) {
    Story story;
    story.tell(ReportContactLost{LineId("L1"), {}, 3, "silence"});
    const Shown<MeterStates> wall(story.events());
    EXPECT_EQ(wall->of(meter(1))->state(), MeterState::lost_contact);
    EXPECT_EQ(wall->of(meter(2))->state(), MeterState::lost_contact);
    EXPECT_NE(wall->of(meter(3))->state(), MeterState::lost_contact);
    EXPECT_EQ(wall->counts().at(static_cast<std::size_t>(MeterState::lost_contact)), 2U);
    story.tell(ReportContact{LineId("L1"), {}});
    EXPECT_NE(state_of(story, 1), MeterState::lost_contact);
}

TEST(MeterStates, ShowTheBreakerAsItWasReadLast) {
    Story story = with_credit(cents(9'000));  // or the book trips by itself
    const auto row = [&] { return Shown<MeterStates>(story.events())->of(meter(1)).value(); };
    story.pass(60);
    story.read(meter(1), 1);
    EXPECT_EQ(row().relay_closed, false);
    const auto trip = story.tell(
        RequestCommand{meter(1), CommandKind::trip, story.now() + std::chrono::hours(1)});
    const Position command = trip.front().envelope.position;
    EXPECT_EQ(row().pending.at(command), CommandKind::trip);
    story.tell(ReportSent{command});
    EXPECT_TRUE(row().pending.contains(command)) << "sent is not confirmed";
    story.tell(ReportConfirmed{command, true, "closed"});
    EXPECT_TRUE(row().pending.empty());
    EXPECT_EQ(row().relay_closed, true);
    EXPECT_EQ(row().supply, CommandKind::trip);
}

TEST(MeterStates, ShowTheLastGoodReadingAndNotALateOne) {
    Story story;
    story.pass(60);
    const auto good = story.read(meter(1), 500).front().envelope;
    story.read(meter(1), 0, 30);
    const auto row = Shown<MeterStates>(story.events())->of(meter(1)).value();
    EXPECT_EQ(row.last_reading, good.position);
    EXPECT_EQ(row.last_read_at, good.occurred_at);
    EXPECT_EQ(row.total, Energy{100'500});
    EXPECT_EQ(row.power_w, 500);
}

TEST(MeterStates, KnowNothingOfAMeterThatIsNotRegistered) {
    EXPECT_FALSE(Shown<MeterStates>(Story().events())->of(MeterId("M9")).has_value());
}

TEST(MeterStates, ListWhatTheFilterNames) {
    const Shown<MeterStates> wall(Story().events());
    MeterFilter filter;
    filter.line = LineId("L2");
    EXPECT_EQ(wall->list(filter).rows.size(), 2U);
    filter.state = MeterState::not_opened;
    ASSERT_EQ(wall->list(filter).rows.size(), 1U);
    EXPECT_EQ(wall->list(filter).rows[0].registered.meter, meter(4));
    filter.building = BuildingId("B2");
    EXPECT_TRUE(wall->list(filter).rows.empty());
}

}  // namespace
}  // namespace projections
