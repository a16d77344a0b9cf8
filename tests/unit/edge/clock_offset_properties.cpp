#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/edge/clock_offset.hpp"

namespace edge {
namespace {

using ledger::Duration;
using ledger::Instant;

constexpr Instant noon{1'790'812'800'000'000};

/// A question that takes `up` to the book and its answer `down` back.
void measure(ClockOffset& offset, Instant& own, Duration truth, Duration up, Duration down) {
    const Instant asked = own;
    own = own + up;
    const Instant told = own + truth;
    own = own + down;
    offset.learn({asked, told});
}

RC_GTEST_PROP(ClockOffset, IsNeverMoreWrongThanItSays, ()) {
    Instant own = noon;
    ClockOffset offset([&] { return own; });
    const Duration truth(*rc::gen::inRange<std::int64_t>(-100'000'000'000, 100'000'000'000));
    const int times = *rc::gen::inRange(1, 20);
    for (int i = 0; i < times; ++i) {
        measure(offset, own, truth, Duration(*rc::gen::inRange(0, 2'000'000)),
                Duration(*rc::gen::inRange(0, 2'000'000)));
        const auto known = offset.measured();
        const Duration wrong = known->offset - truth;
        RC_ASSERT((wrong <= known->error + Duration(1) && -wrong <= known->error + Duration(1)));
        RC_ASSERT(offset.now() == own + known->offset);
    }
}

RC_GTEST_PROP(ClockOffset, FollowsAClockThatIsSet, ()) {
    Instant own = noon;
    ClockOffset offset([&] { return own; });
    measure(offset, own, Duration(1'000'000), Duration(10), Duration(10));
    const Duration truth(*rc::gen::inRange<std::int64_t>(2'000'000, 100'000'000'000));
    measure(offset, own, truth, Duration(500), Duration(700));
    RC_ASSERT(offset.measured()->offset - truth <= Duration(600));
    RC_ASSERT(truth - offset.measured()->offset <= Duration(600));
}

TEST(ClockOffset, IsTheOwnClockBeforeItWasMeasured) {
    const ClockOffset offset([] { return noon; });
    EXPECT_EQ(offset.now(), noon);
    EXPECT_FALSE(offset.measured());
}

TEST(ClockOffset, ForgetsAnAnswerThatCameBeforeItsQuestion) {
    ClockOffset offset([] { return noon; });
    offset.learn({noon + Duration(5), noon});
    EXPECT_FALSE(offset.measured());
}

}  // namespace
}  // namespace edge
