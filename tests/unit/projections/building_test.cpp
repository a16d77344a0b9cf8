#include <condition_variable>
#include <fstream>

#include <gtest/gtest.h>

#include "projections/balances.hpp"
#include "projections/read_models.hpp"
#include "projections/runner.hpp"
#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using ledger::cents;
using ledger::Journal;
using ledger::MethodId;
using ledger::Money;
using ledger::Position;
using story::Shown;
using story::Story;
using story::wallet;

constexpr std::chrono::seconds patience(20);

/// Balances that stop before an event until they are let go.
class SlowBalances : public Balances {
public:
    explicit SlowBalances(Position stop) : stop_(stop) {}

    void fold(Table& table, const ledger::Event& event) const override {
        {
            std::unique_lock lock(mutex_);
            let_go_.wait_for(lock, patience,
                             [&] { return event.envelope.position != stop_ || may_go_; });
        }
        Balances::fold(table, event);
    }

    void go() {
        {
            const std::lock_guard lock(mutex_);
            may_go_ = true;
        }
        let_go_.notify_all();
    }

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable let_go_;
    Position stop_;
    bool may_go_ = false;
};

/// A busy book, whose balances are slow to build, and sales beside them.
class Building : public ::testing::Test {
protected:
    Building() { story::append(journal_, story_.events()); }

    /// One more sale.
    void sell() {
        const Position before = story_.last();
        story_.tell(ledger::SellCredit{wallet(1), cents(700), MethodId("cash")});
        story::append(journal_, story_.events(), before);
    }

    /// A table of the balances as they were after so many events.
    void leave_behind(const std::string& name, std::size_t events) {
        Table table(views_ / name);
        for (std::size_t i = 0; i < events; ++i) Balances().fold(table, story_.events()[i]);
        table.commit({events});
        table.keep();
    }

    TemporaryDirectory scratch_;
    Story story_ = story::busy(30);
    Journal journal_ = Journal::open(scratch_ / "journal", {});
    const std::filesystem::path views_ = scratch_ / "views";
    SlowBalances slow_{story_.last()};
    Sales sales_;
};

TEST_F(Building, SaysNothingOfMoneyBeforeItIsDone) {
    const Runner runner(journal_, views_, {&slow_, &sales_});
    EXPECT_THROW((void)slow_.credit(wallet(1)), MustBeBuilt);
    EXPECT_THROW((void)slow_.trial_balance(), MustBeBuilt);
    EXPECT_FALSE(runner.wait_for(slow_, {}, std::chrono::milliseconds(1)));
    EXPECT_FALSE(runner.progress().front().answers);
    slow_.go();
    ASSERT_TRUE(runner.wait_for(slow_, story_.last(), patience));
    EXPECT_EQ(slow_.live()->digest(), Shown<Balances>(story_.events()).digest());
}

TEST_F(Building, KeepsNoOtherReadModelWaiting) {
    const Runner runner(journal_, views_, {&slow_, &sales_});
    for (int i = 0; i < 3; ++i) {
        sell();
        ASSERT_TRUE(runner.wait_for(sales_, story_.last(), patience));
        EXPECT_EQ(sales_.of(story_.last())->amount, cents(700));
    }
    EXPECT_FALSE(runner.wait_for(story_.last(), std::chrono::milliseconds(1)));
    slow_.go();
    ASSERT_TRUE(runner.wait_for(story_.last(), patience));
    EXPECT_EQ(slow_.live()->digest(), Shown<Balances>(story_.events()).digest());
    EXPECT_EQ(sales_.live()->digest(), Shown<Sales>(story_.events()).digest());
}

TEST_F(Building, SaysNothingOfBeforeACrash) {
    leave_behind("balances-v5-1", story_.events().size() / 2);
    const Runner runner(journal_, views_, {&slow_});
    EXPECT_THROW((void)slow_.credit(wallet(1)), MustBeBuilt);
    EXPECT_GE(runner.progress().front().position, Position{story_.events().size() / 2})
        << "and does not begin anew";
    slow_.go();
    ASSERT_TRUE(runner.wait_for(story_.last(), patience));
    EXPECT_EQ(slow_.live()->digest(), Shown<Balances>(story_.events()).digest());
}

TEST_F(Building, LeavesTheTableOfAnotherVersionUntilItIsDone) {
    leave_behind("balances-v0-3", 10);
    const Runner runner(journal_, views_, {&slow_});
    EXPECT_TRUE(std::filesystem::exists(views_ / "balances-v0-3"));
    slow_.go();
    ASSERT_TRUE(runner.wait_for(story_.last(), patience));
    EXPECT_FALSE(std::filesystem::exists(views_ / "balances-v0-3"));
}

TEST_F(Building, IsBegunAnewWhereItWasInterrupted) {
    {
        SlowBalances interrupted(story_.last());
        const Runner runner(journal_, views_, {&interrupted});
        interrupted.go();  // this runner may end in the middle of it
    }
    Balances balances;
    const Runner runner(journal_, views_, {&balances});
    ASSERT_TRUE(runner.wait_for(story_.last(), patience));
    EXPECT_EQ(balances.live()->digest(), Shown<Balances>(story_.events()).digest());
}

TEST_F(Building, IsNotNeededWhereATableOfAnyGenerationWasKept) {
    leave_behind("balances-v5-7", story_.events().size());
    const Runner runner(journal_, views_, {&slow_});
    EXPECT_EQ(slow_.live()->digest(), Shown<Balances>(story_.events()).digest());
    EXPECT_TRUE(Table::is_kept(views_ / "balances-v5-7"));
}

/// Turns one bit in the middle of every file that holds rows, which opening it does not read.
void damage(const std::filesystem::path& directory) {
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        if (entry.path().extension() != ".sst") continue;
        const auto middle = static_cast<std::streamoff>(entry.file_size() / 2);
        std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(middle);
        const char turned = static_cast<char>(file.get() ^ 1);
        file.seekp(middle);
        file.put(turned);
    }
}

TEST(ADamagedReadModel, IsBuiltAnewWhileTheOthersAnswer) {
    const TemporaryDirectory scratch;
    const Story story = story::busy(300);
    Journal journal = Journal::open(scratch / "journal", {});
    story::append(journal, story.events());
    {
        const ReadModels models(journal, scratch / "views");
        ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    }
    damage(scratch / "views" / "balances-v5-1");
    const ReadModels models(journal, scratch / "views");
    EXPECT_THROW((void)models.balances.statement(wallet(2), {}, 1'000), MustBeBuilt);
    const auto sales = models.sales.live();
    ASSERT_TRUE(story::becomes_true(
        [&] { return std::filesystem::exists(scratch / "views" / "balances-v5-2"); }, patience));
    ASSERT_TRUE(models.runner.wait_for(models.balances, story.last(), patience));
    EXPECT_EQ(models.balances.live()->digest(), Shown<Balances>(story.events()).digest());
    EXPECT_EQ(models.sales.live(), sales) << "it was not touched";
    EXPECT_FALSE(std::filesystem::exists(scratch / "views" / "balances-v5-1"));
    EXPECT_TRUE(Table::is_kept(scratch / "views" / "balances-v5-2"));
}

TEST(ADamagedReadModel, IsBuiltAnewWhereAFoldMeetsTheDamage) {
    const TemporaryDirectory scratch;
    Story story = story::busy(300);
    Journal journal = Journal::open(scratch / "journal", {});
    story::append(journal, story.events());
    {
        const ReadModels models(journal, scratch / "views");
        ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    }
    damage(scratch / "views" / "sales-v3-1");
    const ReadModels models(journal, scratch / "views");
    const Position before = story.last();
    for (const ledger::Event& event : std::vector(story.events())) {
        if (std::holds_alternative<ledger::CreditSold>(event.payload))
            story.tell(ledger::ReverseTransaction{event.envelope.position, false});
    }
    ASSERT_GT(story.last(), before) << "every sale that still stands is looked up again";
    story::append(journal, story.events(), before);
    ASSERT_TRUE(models.runner.wait_for(story.last(), patience));
    EXPECT_FALSE(models.runner.halted());
    EXPECT_EQ(models.sales.live()->digest(), Shown<Sales>(story.events()).digest());
    EXPECT_EQ(models.balances.live()->digest(), Shown<Balances>(story.events()).digest());
}

}  // namespace
}  // namespace projections
