#include "tests/property/refusal_records.hpp"

// What is too long for a tile of the log is never written.

namespace property {
namespace {

PublishCalendar calendar_of(std::int64_t days) {
    CalendarPublished fact{CalendarId("LONG"), "long", {}};
    for (std::int64_t day = 0; day < days; ++day)
        fact.days.push_back({Day{11'000 + day}, SpecialDay::workday});
    return {fact};
}

TEST(EntrySize, OfACalendarIsRefusedBeforeItsEventCouldNotBeHandedOut) {
    World world({Cutoff::manual, 0, 0});
    EXPECT_TRUE(world.ask(calendar_of(5'000)).outcome);
    const Outcome outcome = world.ask(calendar_of(15'000)).outcome;
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().rule, Rule::value_must_be_in_range);
    EXPECT_NE(outcome.error().detail.find("60000"), std::string::npos) << outcome.error().detail;
}

}  // namespace
}  // namespace property
