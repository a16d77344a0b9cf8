#include "ingest/edge/queue.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace edge {
namespace {

class QueueTest : public ::testing::Test {
protected:
    std::filesystem::path where() const { return directory_ / "queue"; }

    TemporaryDirectory directory_;
};

using Items = std::vector<ledger::Bytes>;

TEST_F(QueueTest, NumbersItsItemsFromOneOn) {
    Queue queue(where());
    EXPECT_EQ(queue.append("a"), 1U);
    EXPECT_EQ(queue.append("b"), 2U);
    EXPECT_EQ(queue.first(), 1U);
    EXPECT_EQ(queue.next(), 3U);
    EXPECT_EQ(queue.read(1, 10, 1'000), (Items{"a", "b"}));
    EXPECT_EQ(queue.read(2, 10, 1'000), (Items{"b"}));
}

TEST_F(QueueTest, GoesOnWhereAFormerLifeEnded) {
    std::string name;
    {
        Queue queue(where());
        name = queue.life().name;
        for (const char* each : {"a", "b", "c"}) queue.append(each);
        queue.forget(2, {77});
        queue.keep({{"register", "R"}});
    }
    const Queue queue(where());
    EXPECT_EQ(queue.life().name, name);
    EXPECT_EQ(queue.first(), 3U);
    EXPECT_EQ(queue.read(3, 10, 1'000), (Items{"c"}));
    EXPECT_EQ(queue.seen(), ledger::Position{77});
    EXPECT_EQ(queue.kept("register"), "R");
    EXPECT_EQ(queue.kept("offset"), std::nullopt);
}

TEST_F(QueueTest, NeverGivesANumberTwice) {
    {
        Queue queue(where());
        for (const char* each : {"a", "b", "c"}) queue.append(each);
        queue.forget(3, {9});
        EXPECT_EQ(queue.waiting(), 0U);
    }
    Queue queue(where());
    EXPECT_EQ(queue.append("d"), 4U);
}

TEST_F(QueueTest, GivesABatchWithinItsBounds) {
    Queue queue(where());
    for (int i = 0; i < 10; ++i) queue.append(std::string(100, 'x'));
    EXPECT_EQ(queue.read(1, 3, 1'000'000).size(), 3U);
    EXPECT_EQ(queue.read(1, 100, 250).size(), 3U);
}

TEST_F(QueueTest, NamesTheItemsOfEachLifeAnew) {
    std::string former;
    {
        Queue queue(where());
        former = queue.life().name;
        EXPECT_FALSE(queue.life().is_over);
        for (const char* each : {"a", "b"}) queue.append(each);
    }
    Queue queue(where());
    EXPECT_EQ(queue.append("c"), 3U);
    EXPECT_EQ(queue.life().name, former);
    EXPECT_EQ(queue.life().next, 3U);
    EXPECT_TRUE(queue.life().is_over);
    queue.forget(1, {9});
    EXPECT_EQ(queue.life().name, former);
    queue.forget(2, {9});
    EXPECT_NE(queue.life().name, former);
    EXPECT_EQ(queue.life().next, 4U);
    EXPECT_FALSE(queue.life().is_over);
}

TEST_F(QueueTest, DropsALifeOfWhichItHoldsNothing) {
    std::string former;
    {
        Queue queue(where());
        former = queue.life().name;
        queue.append("a");
        queue.forget(1, {9});
    }
    const Queue queue(where());
    EXPECT_NE(queue.life().name, former);
    EXPECT_FALSE(queue.life().is_over);
}

/// As a disk does that said "written" and was not: back to what it held before.
TEST_F(QueueTest, NeverGivesALostItemsNumberUnderItsNameToAnother) {
    std::string lost;
    {
        Queue queue(where());
        queue.append("a");
    }
    std::filesystem::copy(where(), directory_ / "older", std::filesystem::copy_options::recursive);
    {
        Queue queue(where());
        EXPECT_EQ(queue.append("lost"), 2U);
        queue.forget(1, {5});
        lost = queue.life().name;
    }
    std::filesystem::remove_all(where());
    std::filesystem::rename(directory_ / "older", where());
    Queue queue(where());
    EXPECT_EQ(queue.append("another"), 2U);
    queue.forget(1, {5});
    EXPECT_NE(queue.life().name, lost);
}

TEST_F(QueueTest, KeepsManyThingsAndForgetsThemByName) {
    {
        Queue queue(where());
        queue.keep({{"register/site", "S"}, {"register/line/L1", "L"}, {"offset", "7"}});
        queue.keep({{"register/line/L1", ""}, {"register/line/L2", "M"}});
    }
    const Queue queue(where());
    EXPECT_EQ(queue.kept_under("register/"),
              (Queue::Things{{"register/line/L2", "M"}, {"register/site", "S"}}));
    EXPECT_EQ(queue.kept("register/line/L1"), std::nullopt);
}

TEST_F(QueueTest, RefusesToForgetWhatItNeverHeld) {
    Queue queue(where());
    queue.append("a");
    EXPECT_THROW(queue.forget(2, {1}), QueueBroken);
}

TEST_F(QueueTest, IsOfOneProcess) {
    const Queue queue(where());
    EXPECT_THROW(Queue{where()}, QueueBroken);
}

}  // namespace
}  // namespace edge
