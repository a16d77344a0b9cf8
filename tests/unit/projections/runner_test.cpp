#include "projections/runner.hpp"

#include <fstream>
#include <stdexcept>

#include <gtest/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "projections/balances.hpp"
#include "projections/read_models.hpp"
#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using ledger::cents;
using ledger::Journal;
using ledger::MethodId;
using ledger::Position;
using story::Shown;
using story::Story;
using story::wallet;

constexpr std::chrono::seconds patience(20);

Story busy() { return story::busy(60); }

Journal open_journal(const TemporaryDirectory& scratch) {
    return Journal::open(scratch / "journal", {});
}

bool becomes_true(const std::function<bool()>& condition) {
    return story::becomes_true(condition, patience);
}

TEST(Runner, FeedsEveryReadModelWithEveryEvent) {
    const TemporaryDirectory scratch;
    const Story story = busy();
    Journal journal = open_journal(scratch);
    story::append(journal, story.events());
    const ReadModels models(journal, scratch / "views");
    ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    const Shown<Balances> expected(story.events());
    EXPECT_EQ(models.balances.live()->digest(), expected.digest());
    for (const Progress& each : models.runner.progress()) EXPECT_EQ(each.position, story.last());
    EXPECT_FALSE(models.runner.halted().has_value());
}

TEST(Runner, LetsAWriterReadItsOwnWrite) {
    const TemporaryDirectory scratch;
    Story story;
    Journal journal = open_journal(scratch);
    const ReadModels models(journal, scratch / "views");
    for (std::int64_t i = 1; i <= 20; ++i) {
        const Position before = journal.head().last;
        story.tell(ledger::SellCredit{wallet(1), cents(100), MethodId("cash")});
        story::append(journal, story.events(), before);
        ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
        EXPECT_EQ(models.balances.credit(wallet(1)), cents(100 * i));
    }
}

TEST(Runner, ShowsWhatCameInAStreamToThoseWhoDoNotWait) {
    const TemporaryDirectory scratch;
    Story story;
    Journal journal = open_journal(scratch);
    const ReadModels models(journal, scratch / "views");
    for (int i = 1; i <= 50; ++i) {
        const Position before = journal.head().last;
        story.tell(ledger::SellCredit{wallet(1), cents(100), MethodId("cash")});
        story::append(journal, story.events(), before);
    }
    EXPECT_TRUE(becomes_true([&] { return models.balances.credit(wallet(1)) == cents(5'000); }));
}

TEST(Runner, KeepsWhatItFoldedWhenItStopsAmidAStream) {
    const TemporaryDirectory scratch;
    Story story;
    Journal journal = open_journal(scratch);
    for (int i = 1; i <= 20; ++i) {
        const ReadModels models(journal, scratch / "views");
        const Position before = journal.head().last;
        story.tell(ledger::SellCredit{wallet(1), cents(100), MethodId("cash")});
        story::append(journal, story.events(), before);
    }
    const ReadModels models(journal, scratch / "views");
    ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    EXPECT_EQ(models.balances.live()->digest(), Shown<Balances>(story.events()).digest());
}

TEST(Runner, SaysWhenAPositionIsNotReachedInTime) {
    const TemporaryDirectory scratch;
    const Journal journal = open_journal(scratch);
    const ReadModels models(journal, scratch / "views");
    EXPECT_FALSE(models.runner.wait_for({1}, std::chrono::milliseconds(20)));
    EXPECT_TRUE(models.runner.wait_for({}, patience));
}

TEST(Runner, GoesOnWhereItStoppedAndAppliesNothingTwice) {
    const TemporaryDirectory scratch;
    Story story = busy();
    Journal journal = open_journal(scratch);
    story::append(journal, story.events());
    {
        const ReadModels models(journal, scratch / "views");
        ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    }
    const Position before = story.last();
    story.tell(ledger::SellCredit{wallet(1), cents(777), MethodId("cash")});
    story::append(journal, story.events(), before);
    const ReadModels models(journal, scratch / "views");
    ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    EXPECT_EQ(models.balances.live()->digest(), Shown<Balances>(story.events()).digest());
}

/// What a crash after `cut` events leaves behind: the first half is on the disk, the rest was only
/// in memory.
void crash(const Story& story, std::size_t cut, const std::filesystem::path& left) {
    const TemporaryDirectory scratch;
    const Balances view;
    for (const auto& [from, to] : {std::pair{std::size_t{0}, cut / 2}, std::pair{cut / 2, cut}}) {
        Table table(scratch / "running");
        for (std::size_t i = from; i < to; ++i) view.fold(table, story.events()[i]);
        table.commit({to});
        table.keep();
        if (to == cut) std::filesystem::copy(scratch / "running", left);
    }
}

TEST(Runner, AppliesEveryEventOnceAfterACrashAtAnyMoment) {
    const TemporaryDirectory scratch;
    const Story story = busy();
    Journal journal = open_journal(scratch);
    story::append(journal, story.events());
    const auto expected = Shown<Balances>(story.events()).digest();
    for (std::size_t cut = 50; cut < story.events().size(); cut += 97) {
        const auto views = scratch / ("crashed" + std::to_string(cut));
        std::filesystem::create_directories(views);
        crash(story, cut, views / "balances-v5-1");
        {
            const TemporaryDirectory copy;
            std::filesystem::copy(views / "balances-v5-1", copy / "t");
            EXPECT_EQ(Table(copy / "t").position(), Position{cut / 2}) << "what was not flushed";
        }
        Balances view;
        const Runner runner(journal, views, {&view});
        ASSERT_TRUE(runner.wait_for(story.last(), patience));
        EXPECT_EQ(view.live()->digest(), expected);
    }
}

TEST(Runner, BeginsAnewWhereATableHasSeenMoreThanThereIs) {
    const TemporaryDirectory scratch;
    const Story story = busy();
    {
        Journal longer = Journal::open(scratch / "longer", {});
        story::append(longer, story.events());
        const ReadModels models(longer, scratch / "views");
        ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    }
    Journal journal = open_journal(scratch);
    const Story short_story;
    story::append(journal, short_story.events());
    const ReadModels models(journal, scratch / "views");
    ASSERT_TRUE(models.runner.wait_for(short_story.last(), patience));
    EXPECT_EQ(models.balances.live()->digest(), Shown<Balances>(short_story.events()).digest());
}

TEST(Runner, NeverSkipsAnEventThatItCannotRead) {
    const TemporaryDirectory scratch;
    const Story story;
    Journal journal = open_journal(scratch);
    story::append(journal, story.events());
    Balances view;
    const Runner runner(journal, scratch / "views", {&view});
    ASSERT_TRUE(runner.wait_for(story.last(), patience));

    const std::vector<ledger::Bytes> broken{"this is no event"};
    ASSERT_EQ(journal.append(broken, story.now(), journal.head()),
              ledger::AppendOutcome::committed);
    const Position bad = journal.head().last;
    ASSERT_TRUE(becomes_true([&] { return runner.halted().has_value(); }));
    EXPECT_NE(runner.halted()->find("event " + std::to_string(bad.number)), std::string::npos);
    const std::vector<ledger::Bytes> good{encode(story.events().back())};
    ASSERT_EQ(journal.append(good, story.now(), journal.head()), ledger::AppendOutcome::committed);
    EXPECT_FALSE(runner.wait_for(bad, std::chrono::milliseconds(100)));
    EXPECT_EQ(runner.progress().front().position, story.last());
    EXPECT_EQ(view.live()->position(), story.last()) << "what came before it stays";
}

TEST(Runner, ShowsEverythingBeforeAnEventThatItCannotRead) {
    const TemporaryDirectory scratch;
    const Story story;
    Journal journal = open_journal(scratch);
    story::append(journal, story.events());
    const std::vector<ledger::Bytes> broken{"this is no event"};
    ASSERT_EQ(journal.append(broken, story.now(), journal.head()),
              ledger::AppendOutcome::committed);
    const ReadModels models(journal, scratch / "views");
    EXPECT_FALSE(models.runner.wait_for(journal.head().last, patience)) << "ends at the halt";
    ASSERT_TRUE(becomes_true([&] {
        const auto all = models.runner.progress();
        return std::all_of(all.begin(), all.end(), [](auto& each) { return each.answers; });
    }));
    EXPECT_EQ(models.meters.live()->position(), story.last());
    EXPECT_TRUE(models.meters.of(story::meter(4)).has_value());
}

TEST(Runner, ShowsEverythingBeforeAnEventThatItCannotReadAmongThousands) {
    const TemporaryDirectory scratch;
    const Story story = story::busy(2'500);
    ASSERT_GT(story.events().size(), 5'000U) << "read in more than two pieces";
    Journal journal = open_journal(scratch);
    const ReadModels models(journal, scratch / "views");
    story::append(journal, story.events());
    const std::vector<ledger::Bytes> broken{"this is no event", encode(story.events().back())};
    ASSERT_EQ(journal.append(broken, story.now(), journal.head()),
              ledger::AppendOutcome::committed);
    ASSERT_TRUE(becomes_true([&] { return models.runner.halted().has_value(); }));
    for (const Progress& each : models.runner.progress()) EXPECT_EQ(each.position, story.last());
    EXPECT_EQ(models.balances.live()->digest(), Shown<Balances>(story.events()).digest());
}

/// Counts events, until the disk has no room for one.
class Counted final : public Projection {
public:
    explicit Counted(Position refused) : refused_(refused) {}

    std::string name() const override { return "counted"; }
    unsigned version() const override { return 1; }
    void fold(Table& table, const ledger::Event& event) const override {
        if (event.envelope.position == refused_) throw std::runtime_error("no room");
        table.put("count", std::to_string(event.envelope.position.number));
    }

private:
    Position refused_;
};

/// Thousands of events of which one is refused, be they there at the start or not.
void expect_that_nothing_is_committed_beyond(Position refused, const Story& story,
                                             bool are_there_at_the_start) {
    const TemporaryDirectory scratch;
    Journal journal = open_journal(scratch);
    if (are_there_at_the_start) story::append(journal, story.events());
    {
        Balances balances;
        Counted counted(refused);
        const Runner runner(journal, scratch / "views", {&balances, &counted});
        if (!are_there_at_the_start) story::append(journal, story.events());
        ASSERT_TRUE(becomes_true([&] { return runner.halted().has_value(); }));
        EXPECT_NE(runner.halted()->find("no room"), std::string::npos);
        EXPECT_LT(runner.progress().back().position, refused) << counted.name();
    }
    Balances balances;
    Counted counted({});
    const Runner runner(journal, scratch / "views", {&balances, &counted});
    ASSERT_TRUE(runner.wait_for(story.last(), patience)) << "it goes on once there is room";
    EXPECT_EQ(balances.live()->digest(), Shown<Balances>(story.events()).digest());
    EXPECT_EQ(counted.live()->get("count"), std::to_string(story.last().number));
}

TEST(Runner, CommitsNothingBeyondAnEventThatATableRefuses) {
    const Story story = story::busy(2'500);
    for (const bool are_there : {false, true})
        for (const std::uint64_t refused : {1UL, 2'048UL, 2'049UL, 4'500UL})
            expect_that_nothing_is_committed_beyond({refused}, story, are_there);
}

}  // namespace
}  // namespace projections
