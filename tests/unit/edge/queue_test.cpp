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
        name = queue.name();
        for (const char* each : {"a", "b", "c"}) queue.append(each);
        queue.forget(2, {77});
        queue.keep("register", "R");
    }
    Queue queue(where());
    EXPECT_EQ(queue.name(), name);
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

TEST_F(QueueTest, BeginsAnewUnderAnotherName) {
    Queue queue(where());
    const std::string name = queue.name();
    queue.append("a");
    queue.begin_anew();
    EXPECT_NE(queue.name(), name);
    EXPECT_EQ(queue.waiting(), 0U);
    EXPECT_EQ(queue.append("b"), 1U);
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
