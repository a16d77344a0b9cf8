#include <algorithm>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/unit/edge/strangers.hpp"

namespace edge {
namespace {

using ledger::Instant;
using ledger::QuarantineReason;
using ledger::ReadingQuarantined;
using ledger::ReadingRecorded;
using std::chrono::hours;
using std::chrono::minutes;

/// G1 reads M1 from the opening hour on, and tells of it.
class Gateways : public Strangers {
protected:
    template <class Fact>
    std::vector<std::pair<Instant, Fact>> facts() {
        std::vector<std::pair<Instant, Fact>> found;
        auto reader = opened_.book().journal().read({1});
        while (const auto entry = reader.next()) {
            const auto event = ledger::decode_event(entry->bytes);
            if (const auto* fact = std::get_if<Fact>(&event->payload))
                found.emplace_back(event->envelope.occurred_at, *fact);
        }
        return found;
    }

    /// What G1 is answered that says all this at once.
    Taken told(const std::vector<std::string>& items) {
        Channel channel = come_as("G1");
        (void)greet(channel, "G1");
        channel.say(Facts{1, items});
        return next<Taken>(channel);
    }

    ledger::Meter meter() {
        return opened_.book().read(
            [](const ledger::State& state) { return state.meters.at(ledger::MeterId("M1")); });
    }

    /// M1 was read once at the opening hour, when it stood at 1,000.
    static Instant after(minutes passed) { return OpenedBook::opening_hour + passed; }
};

TEST_F(Gateways, WhoseLineWasMovedAreBookedWhatTheyReadBefore) {
    pass(minutes(60));
    move_line_to("G2");
    pass(minutes(60));
    const auto taken = told({reading_at(after(minutes(30)), 1'010)});
    EXPECT_TRUE(taken.refused.empty());
    const auto all = facts<ReadingRecorded>();
    EXPECT_EQ(all.back().first, after(minutes(30)));
    EXPECT_EQ(all.back().second.use, ledger::ReadingUse::charged);
    EXPECT_TRUE(facts<ReadingQuarantined>().empty());
}

TEST_F(Gateways, WhoseMeterWasMovedAreBookedWhatTheyReadBefore) {
    pass(minutes(60));
    auto line = opened_.book().read(
        [](const ledger::State& state) { return state.lines.at(ledger::LineId("L1")).registered; });
    line.line = ledger::LineId("L2");
    line.gateway = {};
    line.address = "127.0.0.1:2";
    tell(ledger::RegisterLine{line});
    auto moved = meter().registered;
    moved.line = line.line;
    tell(ledger::RegisterMeter{moved});
    pass(minutes(60));
    const auto taken =
        told({reading_at(after(minutes(30)), 1'010), reading_at(after(minutes(90)), 1'020)});
    EXPECT_TRUE(taken.refused.empty());
    EXPECT_EQ(facts<ReadingRecorded>().back().first, after(minutes(30)));
    ASSERT_EQ(facts<ReadingQuarantined>().size(), 1U);
}

TEST_F(Gateways, WhatTheyReadOfAnothersMeterIsQuarantinedAndNotLost) {
    pass(minutes(60));
    move_line_to("G2");
    pass(minutes(60));
    const auto taken = told({reading_at(after(minutes(90)), 1'010)});
    EXPECT_TRUE(taken.refused.empty());
    ASSERT_EQ(facts<ReadingQuarantined>().size(), 1U);
    const auto [at, doubt] = facts<ReadingQuarantined>().front();
    EXPECT_EQ(at, after(minutes(90)));
    EXPECT_EQ(doubt.reason, QuarantineReason::wrong_gateway);
    EXPECT_EQ(doubt.registers.total, 1'010U);
    EXPECT_TRUE(has(doubt.detail, "gateway G1")) << doubt.detail;
    EXPECT_TRUE(meter().alarms.contains(ledger::AlarmKind::quarantine));
}

TEST_F(Gateways, ThatAreGivenALineBackTellOfBothTimes) {
    pass(minutes(60));
    move_line_to("G2");
    pass(minutes(60));
    move_line_to("G1");
    pass(minutes(60));
    const auto taken =
        told({reading_at(after(minutes(30)), 1'010), reading_at(after(minutes(150)), 1'020)});
    EXPECT_TRUE(taken.refused.empty());
    EXPECT_TRUE(facts<ReadingQuarantined>().empty());
    EXPECT_EQ(meter().last_good->registers.total, 1'020U);
}

TEST_F(Gateways, ThatNeverReadAMeterTellNothingOfIt) {
    auto line = opened_.book().read(
        [](const ledger::State& state) { return state.lines.at(ledger::LineId("L1")).registered; });
    line.line = ledger::LineId("L2");
    line.gateway = GatewayId("G2");
    line.address = "127.0.0.1:2";
    tell(ledger::RegisterLine{line});
    auto theirs = meter().registered;
    theirs.meter = ledger::MeterId("M2");
    theirs.line = line.line;
    tell(ledger::RegisterMeter{theirs});
    const auto taken = told({reading_at(after(minutes(0)), 1'000, "M2")});
    ASSERT_EQ(taken.refused.size(), 1U);
    EXPECT_TRUE(has(taken.refused[0].why, "not this gateway's")) << taken.refused[0].why;
    EXPECT_TRUE(facts<ReadingQuarantined>().empty());
}

TEST_F(Gateways, ThatTellOfContactAndCommandsOfAnotherAreRefused) {
    pass(minutes(60));
    move_line_to("G2");
    const Fact lost{
        after(minutes(30)), "",
        ledger::ReportContactLost{ledger::LineId("L1"), ledger::MeterId("M1"), 3, "no answer", {}}};
    const auto taken = told({encode(lost)});
    ASSERT_EQ(taken.refused.size(), 1U);
    EXPECT_TRUE(has(taken.refused[0].why, "not this gateway's")) << taken.refused[0].why;
}

TEST_F(Gateways, WhoseClockCannotBeRightLoseNoReading) {
    const auto none =
        std::vector{Instant{0}, Instant{-1}, after(minutes(30 * 60)), Instant{INT64_MAX / 2}};
    for (std::size_t i = 0; i < none.size(); ++i) {
        pass(minutes(10));
        const auto before = facts<ReadingQuarantined>().size();
        Channel channel = come_as("G1");
        const auto welcome = greet(channel, "G1");
        channel.say(Facts{welcome.taken + 1, {reading_at(none[i], 1'000 + i)}});
        EXPECT_TRUE(next<Taken>(channel).refused.empty());
        const auto all = facts<ReadingQuarantined>();
        ASSERT_EQ(all.size(), before + 1) << i;
        EXPECT_EQ(all.back().second.reason, QuarantineReason::wrong_clock);
        EXPECT_EQ(all.back().second.registers.total, 1'000 + i);
        EXPECT_EQ(all.back().first, now()) << "when the book took it";
    }
    EXPECT_TRUE(meter().alarms.contains(ledger::AlarmKind::quarantine));
    EXPECT_TRUE(was_told("see to its clock"));
}

TEST_F(Gateways, WhoseClockWasWrongAreChargedWhereAPersonAcceptsTheReading) {
    pass(minutes(60));
    (void)told({reading_at(Instant{0}, 1'010)});
    const auto open = meter().doubtful;
    ASSERT_TRUE(open);
    tell(ledger::ResolveQuarantine{open->position, ledger::Resolution::accepted, {}});
    EXPECT_EQ(meter().last_good->registers.total, 1'010U);
    EXPECT_EQ(meter().last_good->at, now());
    EXPECT_FALSE(meter().alarms.contains(ledger::AlarmKind::quarantine));
}

/// A clock that was set between the reading and its telling.
TEST_F(Gateways, ThatReadInTheFutureAndTellNowLoseNoReading) {
    pass(minutes(60));
    const Fact odd{now(), "",
                   ledger::RecordReading{
                       ledger::MeterId("M1"), now() + hours(2), {1'010, {}, 10, 1}, {}, "", 1, 1}};
    EXPECT_TRUE(told({encode(odd)}).refused.empty());
    ASSERT_EQ(facts<ReadingQuarantined>().size(), 1U);
    EXPECT_EQ(facts<ReadingQuarantined>().front().second.reason, QuarantineReason::wrong_clock);
}

TEST_F(Gateways, WhatElseIsToldOfAMomentThatCannotBeIsTakenAsOfNow) {
    pass(minutes(60));
    const Fact lost{
        Instant{0}, "",
        ledger::ReportContactLost{ledger::LineId("L1"), ledger::MeterId("M1"), 3, "no answer", {}}};
    EXPECT_TRUE(told({encode(lost)}).refused.empty());
    ASSERT_EQ(facts<ledger::ContactLost>().size(), 1U);
    EXPECT_EQ(facts<ledger::ContactLost>().front().first, now());
}

TEST_F(Gateways, AreGivenAProfileThatChangesWhileTheyAreLinked) {
    const auto given = [](const RegisterNews& news) {
        const auto found = std::ranges::find_if(news.things, [](const RegisterThing& each) {
            return each.name == "profile/acrel-ddsy1352";
        });
        return found == news.things.end() ? std::string() : found->bytes;
    };
    Channel channel = come_as("G1");
    (void)greet(channel, "G1");
    EXPECT_EQ(given(next<RegisterNews>(channel)), "");
    for (const char* json : {"as it was", "as it is now"}) {
        reception_->use({{ledger::ProfileId("acrel-ddsy1352"), json},
                         {ledger::ProfileId("of-nobody"), "not sent"}});
        const auto news = next<RegisterNews>(channel);
        EXPECT_EQ(given(news), json);
        EXPECT_EQ(news.things.size(), 1U) << "and nothing else";
    }
}

}  // namespace
}  // namespace edge
