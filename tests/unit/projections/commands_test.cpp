#include "projections/commands.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): commands are the ledger's
using story::meter;
using story::Shown;
using story::Step;
using story::Story;

Position request(Story& story, unsigned number, CommandKind kind) {
    const auto expires_at = story.now() + std::chrono::hours(1);
    return story.tell(RequestCommand{meter(number), kind, expires_at}, "rent is due")
        .front()
        .envelope.position;
}

CommandRow row_of(const Story& story, Position command) {
    return Shown<Commands>(story.events())->of(command).value();
}

TEST(Command, LivesFromItsRequestThroughEveryAttemptToTheReadBack) {
    Story story;
    const Position trip = request(story, 1, CommandKind::trip);
    const CommandRow requested = row_of(story, trip);
    EXPECT_EQ(requested.state, CommandState::requested);
    EXPECT_EQ(requested.meter, meter(1));
    EXPECT_EQ(requested.kind, CommandKind::trip);
    EXPECT_EQ(requested.reason, "rent is due");
    EXPECT_EQ(requested.requested_at, story.now());
    EXPECT_EQ(requested.expires_at, story.now() + std::chrono::hours(1));
    story.tell(ReportSent{trip});
    story.pass(1);
    story.tell(ReportSent{trip});
    EXPECT_EQ(row_of(story, trip).state, CommandState::sent);
    EXPECT_EQ(row_of(story, trip).attempts, 2U);
    EXPECT_EQ(row_of(story, trip).changed_at, story.now());
    story.tell(ReportConfirmed{trip, false, "relay open"});
    EXPECT_EQ(row_of(story, trip).state, CommandState::confirmed);
    EXPECT_EQ(row_of(story, trip).result, "relay open");
}

TEST(Command, EndsAsFailedExpiredOrCancelledWithTheReason) {
    Story story;
    const Position failed = request(story, 1, CommandKind::trip);
    const Position expired = request(story, 2, CommandKind::trip);
    const Position cancelled = request(story, 3, CommandKind::trip);
    story.tell(ReportFailed{failed, "no answer"});
    story.tell(CancelCommand{cancelled}, "paid meanwhile");
    story.pass(61);
    story.tell(ExpireCommand{expired});
    EXPECT_EQ(row_of(story, failed).state, CommandState::failed);
    EXPECT_EQ(row_of(story, failed).result, "no answer");
    EXPECT_EQ(row_of(story, expired).state, CommandState::expired);
    EXPECT_EQ(row_of(story, cancelled).state, CommandState::cancelled);
    EXPECT_EQ(row_of(story, cancelled).result, "paid meanwhile");
}

TEST(Commands, AreFoundByMeterAndByState) {
    Story story;
    const Position first = request(story, 1, CommandKind::trip);
    request(story, 2, CommandKind::read_now);
    story.tell(ReportFailed{first, "no answer"});
    const Shown<Commands> commands(story.events());
    CommandFilter filter;
    filter.meter = meter(2);
    EXPECT_EQ(commands->list(filter).rows.size(), 1U);
    filter.state = CommandState::failed;
    EXPECT_TRUE(commands->list(filter).rows.empty());
    filter.meter = {};
    ASSERT_EQ(commands->list(filter).rows.size(), 1U);
    EXPECT_EQ(commands->list(filter).rows[0].command, first);
    EXPECT_FALSE(commands->of(story.state().last.next()).has_value());
}

RC_GTEST_PROP(Commands, ArePagedNewestFirstAndThePendingOnesAreTheBooks,
              (const std::vector<Step>& steps, std::uint8_t width)) {
    const auto told = story::told(steps);
    const Shown<Commands> commands(told.events());
    const auto rows = story::all_pages(*commands.operator->(), CommandFilter{}, width % 5 + 1U);
    std::vector<Position> requested;
    for (const auto& event : told.events()) {
        if (std::holds_alternative<CommandRequested>(event.payload))
            requested.insert(requested.begin(), event.envelope.position);
    }
    RC_ASSERT(rows.size() == requested.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RC_ASSERT((rows[i].command == requested[i]));
        const auto* pending = find(told.state().commands, rows[i].command);
        const bool is_open =
            rows[i].state == CommandState::requested || rows[i].state == CommandState::sent;
        RC_ASSERT(is_open == (pending != nullptr));
        if (pending != nullptr) RC_ASSERT(rows[i].attempts == pending->attempts);
    }
}

}  // namespace
}  // namespace projections
