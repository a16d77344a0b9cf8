#include "ledger/reply.hpp"

#include <gtest/gtest.h>

namespace {

using namespace ledger;

std::exception_ptr stopped() { return std::make_exception_ptr(BookStopped("the disk is full")); }

Receipt receipt_of(std::uint32_t count) { return {count, {}, false, {}}; }

TEST(ReplyTest, OneThatWasToldDoesNotFailAfterwards) {
    Reply::One promise;
    auto answer = promise.get_future();
    Reply reply(std::move(promise));
    reply.tell(0, receipt_of(1));
    EXPECT_NO_THROW(reply.fail(stopped()));
    EXPECT_EQ(answer.get()->count, 1U);
}

TEST(ReplyTest, ManyThatWereToldDoNotFailAfterwards) {
    Reply::Many promise;
    auto answer = promise.get_future();
    Reply reply(std::move(promise), 2);
    reply.tell(0, receipt_of(1));
    reply.tell(1, receipt_of(2));
    EXPECT_NO_THROW(reply.fail(stopped()));
    EXPECT_EQ(answer.get().at(1)->count, 2U);
}

TEST(ReplyTest, ManyOfWhichSomeWereToldFailTogetherAndOnce) {
    Reply::Many promise;
    auto answer = promise.get_future();
    Reply reply(std::move(promise), 2);
    reply.tell(0, receipt_of(1));
    reply.fail(stopped());
    EXPECT_NO_THROW(reply.fail(stopped()));
    EXPECT_THROW(static_cast<void>(answer.get()), BookStopped);
}

TEST(ReplyTest, WhoeverDoesNotWaitIsToldOnceWithAFutureThatIsReady) {
    int told = 0;
    Reply reply([&](std::future<Outcome> answer) {
        ++told;
        EXPECT_EQ(answer.get()->count, 3U);
    });
    reply.tell(0, receipt_of(3));
    EXPECT_NO_THROW(reply.fail(stopped()));
    EXPECT_EQ(told, 1);
}

TEST(ReplyTest, WhoeverDoesNotWaitIsToldThatTheBookStopped) {
    int told = 0;
    Reply reply([&](std::future<Outcome> answer) {
        ++told;
        EXPECT_THROW(static_cast<void>(answer.get()), BookStopped);
    });
    reply.fail(stopped());
    EXPECT_NO_THROW(reply.fail(stopped()));
    EXPECT_EQ(told, 1);
}

}  // namespace
