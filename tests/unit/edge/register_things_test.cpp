#include "ingest/edge/register_things.hpp"

#include <gtest/gtest.h>

#include "ledger/rules/state_codec.hpp"

namespace edge {
namespace {

using ledger::State;

std::string meter_name(int number) { return "M" + std::to_string(number); }

ledger::Meter meter_of(int number) {
    ledger::Meter meter{};
    meter.registered.meter = ledger::MeterId(meter_name(number));
    meter.registered.line = ledger::LineId("L1");
    meter.registered.profile = ledger::ProfileId("acrel-ddsy1352");
    return meter;
}

State building_of(int meters) {
    State part;
    part.site.emplace();
    part.site->zone = "Asia/Shanghai";
    part.lines[ledger::LineId("L1")].registered.line = ledger::LineId("L1");
    part.tariffs[ledger::TariffId("T1")] = {};
    ledger::CalendarPublished calendar{};
    calendar.calendar = ledger::CalendarId("C1");
    part.calendars.emplace(calendar.calendar, calendar);
    for (int i = 0; i < meters; ++i) part.meters[ledger::MeterId(meter_name(i))] = meter_of(i);
    return part;
}

void ask_for(State& part, int meter, ledger::Position command) {
    part.meters[ledger::MeterId(meter_name(meter))].pending.push_back(command);
    part.commands[command].meter = ledger::MeterId(meter_name(meter));
}

const std::vector<ProfileText> profiles{{ledger::ProfileId("acrel-ddsy1352"), "{}"},
                                        {ledger::ProfileId("acrel-adf400l-1p"), "{}"}};

RegisterBook told(RegisterBook book, const std::vector<RegisterNews>& news) {
    for (std::size_t i = 0; i < news.size(); ++i)
        EXPECT_EQ(book.take(news[i]).has_value(), i + 1 == news.size());
    return book;
}

TEST(RegisterThings, TogetherAreThePartThatTheyCameOf) {
    State part = building_of(3);
    ask_for(part, 1, {7});
    const auto things = things_of(part, profiles);
    EXPECT_EQ(part_of(things), part);
    ASSERT_EQ(profiles_of(things).size(), 1U);  // nobody has the other one
    EXPECT_EQ(profiles_of(things)[0].profile.text(), "acrel-ddsy1352");
}

TEST(RegisterThings, TravelInBoundedFramesHoweverManyThereAre) {
    const auto things = things_of(building_of(20'000), profiles);
    const auto news = news_of(std::nullopt, things);
    EXPECT_GT(news.size(), 10U);
    for (const RegisterNews& each : news)
        EXPECT_LT(frame_of(each).body.size(), 2 * register_bytes_at_once);
    EXPECT_EQ(told(RegisterBook({}), news).known(), things);
}

TEST(RegisterThings, OnlyWhatChangedTravels) {
    State part = building_of(1'000);
    const auto before = things_of(part, profiles);
    ask_for(part, 500, {7});
    part.meters.erase(ledger::MeterId("M7"));
    const auto now = things_of(part, profiles);
    const auto news = news_of(before, now);
    ASSERT_EQ(news.size(), 1U);
    ASSERT_EQ(news[0].things.size(), 2U);
    EXPECT_EQ(news[0].things[0].name, "meter/M500");
    EXPECT_EQ(news[0].things[1], (RegisterThing{"meter/M7", ""}));
    EXPECT_EQ(part_of(told(RegisterBook(before), news).known()), part);
    EXPECT_TRUE(news_of(now, now).empty());
}

TEST(RegisterThings, AnewForgetWhatIsNotNamedAndTellOnlyWhatIsAnother) {
    const auto before = things_of(building_of(3), profiles);
    const auto now = things_of(building_of(2), profiles);
    RegisterBook book(before);
    const auto news = news_of(std::nullopt, now);
    ASSERT_EQ(news.size(), 1U);
    EXPECT_EQ(book.take(news[0]), (RegisterThings{{"meter/M2", ""}}));
    EXPECT_EQ(book.known(), now);
}

TEST(RegisterThings, OfAnotherReleaseAreRefusedAndChangeNothing) {
    const auto before = things_of(building_of(1), profiles);
    RegisterBook book(before);
    EXPECT_THROW((void)book.take({false, true, {{"meter/M0", "\xff\xff"}}}), BadFrame);
    EXPECT_EQ(book.known(), before);
}

TEST(RegisterThings, ThatAreNotWholeYetHoldNothing) {
    RegisterBook book({});
    const auto things = things_of(building_of(2), profiles);
    auto news = news_of(std::nullopt, things);
    news.back().is_whole = false;
    EXPECT_EQ(book.take(news[0]), std::nullopt);
    EXPECT_TRUE(book.known().empty());
    ASSERT_TRUE(book.take({false, true, {}}));
    EXPECT_EQ(book.known(), things);
}

}  // namespace
}  // namespace edge
