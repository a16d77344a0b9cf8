#include "projections/batches.hpp"

#include <gtest/gtest.h>

#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): commands are the ledger's
using story::meter;
using story::Shown;
using story::Story;

const BatchId drill("drill");

void request(Story& story, std::vector<MeterId> meters) {
    story.tell(
        RequestBatch{
            drill, CommandKind::trip, std::move(meters), story.now() + std::chrono::hours(1), {}},
        "fire drill");
}

std::vector<RowState> states_of(const Story& story) {
    const Shown<Batches> batches(story.events());
    std::vector<RowState> states;
    for (const BatchRow& row : batches->rows(drill, std::nullopt, 0, 100).rows)
        states.push_back(row.state);
    return states;
}

TEST(Batch, HasARowAMeterFromTheBeginning) {
    Story story;
    request(story, {meter(3), meter(1), MeterId("NONE")});
    const Shown<Batches> batches(story.events());
    const auto summary = batches->of(drill).value();
    EXPECT_EQ(summary.kind, CommandKind::trip);
    EXPECT_EQ(summary.reason, "fire drill");
    EXPECT_EQ(summary.count(RowState::waiting), 3U);
    EXPECT_FALSE(summary.is_finished());
    const auto rows = batches->rows(drill, std::nullopt, 0, 100).rows;
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].meter, meter(3));
    EXPECT_EQ(rows[2].row, 3U);
    EXPECT_TRUE(rows[2].command.is_none());
    EXPECT_FALSE(batches->of(BatchId("other")).has_value());
}

TEST(Batch, FollowsEveryRowToItsEnd) {
    Story story;
    request(story, {meter(1), MeterId("NONE"), meter(2)});
    story.tell(AdvanceBatch{drill});
    using enum RowState;
    EXPECT_EQ(states_of(story), (std::vector{requested, refused, requested}));
    const Position first = story.state().commands.begin()->first;
    const Position second = std::next(story.state().commands.begin())->first;
    story.tell(ReportSent{first});
    EXPECT_EQ(states_of(story), (std::vector{sent, refused, requested}));
    story.tell(ReportConfirmed{first, false, "relay open"});
    story.tell(ReportFailed{second, "no answer"});
    const Shown<Batches> batches(story.events());
    const auto rows = batches->rows(drill, std::nullopt, 0, 100).rows;
    EXPECT_EQ(rows[0].command, first);
    EXPECT_EQ(rows[0].result, "relay open");
    EXPECT_TRUE(rows[1].result.starts_with("meter_must_exist: "));
    EXPECT_EQ(rows[2].result, "no answer");
    EXPECT_TRUE(batches->of(drill)->is_finished());
    EXPECT_EQ(batches->rows(drill, failed, 0, 100).rows.size(), 1U);
}

TEST(Batch, SaysWhatWasCancelled) {
    Story story;
    request(story, {meter(1), meter(2)});
    story.tell(CancelBatch{drill}, "false alarm");
    using enum RowState;
    EXPECT_EQ(states_of(story), (std::vector{cancelled, cancelled}));
    const Shown<Batches> batches(story.events());
    EXPECT_TRUE(batches->of(drill)->is_cancelled);
    EXPECT_TRUE(batches->of(drill)->is_finished());
    EXPECT_EQ(batches->rows(drill, std::nullopt, 0, 100).rows[0].result, "false alarm");
}

TEST(Batches, ArePagedNewestFirstAndTheirRowsInOrder) {
    Story story;
    request(story, {meter(1), meter(2), meter(3)});
    story.tell(RequestBatch{BatchId("again"),
                            CommandKind::read_now,
                            {meter(1)},
                            story.now() + std::chrono::hours(1),
                            drill});
    const Shown<Batches> batches(story.events());
    const auto page = batches->list({}, 1);
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].batch, BatchId("again"));
    EXPECT_EQ(page.rows[0].retry_of, drill);
    const auto rest = batches->list({std::stoull(page.next.value())}, 1);
    ASSERT_EQ(rest.rows.size(), 1U);
    EXPECT_EQ(rest.rows[0].batch, drill);
    EXPECT_FALSE(rest.next);
    const auto rows = batches->rows(drill, std::nullopt, 1, 1);
    ASSERT_EQ(rows.rows.size(), 1U);
    EXPECT_EQ(rows.rows[0].meter, meter(2));
    EXPECT_EQ(rows.next, "2");
}

}  // namespace
}  // namespace projections
