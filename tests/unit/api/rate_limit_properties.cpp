#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/http/rate_limit.hpp"

// Who may ask how often.

namespace {

using namespace std::chrono_literals;
using Moment = api::RateLimiter::Moment;

api::Request with_key(const std::string& key, const std::string& address = "") {
    api::Request request;
    request.address = address;
    if (!key.empty()) request.headers["authorization"] = "Bearer " + key;
    return request;
}

/// Pauses between requests, in milliseconds.
std::vector<int> any_pauses() {
    return *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 400));
}

RC_GTEST_PROP(RateLimiter, LetsThroughWhatTheBucketHoldsAndWhatFillsItAndNoMore, ()) {
    const double per_second = *rc::gen::inRange(1, 50);
    const double at_once = *rc::gen::inRange(1, 50);
    api::RateLimiter limiter({.per_key = {per_second, at_once}, .per_address = {}});
    Moment now{1h};
    const Moment begun = now;
    double let_through = 0;
    for (const int pause : any_pauses()) {
        now += std::chrono::milliseconds(pause);
        if (!limiter.refuse(with_key("k"), now)) ++let_through;
        const double passed = std::chrono::duration<double>(now - begun).count();
        RC_ASSERT(let_through <= at_once + passed * per_second + 1e-6);
    }
}

RC_GTEST_PROP(RateLimiter, KeepsItsWordAboutTheWaiting, ()) {
    const double per_second = *rc::gen::inRange(1, 50) / 10.0;
    api::RateLimiter limiter({.per_key = {per_second, 2}, .per_address = {}});
    Moment now{1h};
    for (const int pause : any_pauses()) {
        now += std::chrono::milliseconds(pause);
        const auto wait = limiter.refuse(with_key("k"), now);
        if (!wait) continue;
        RC_ASSERT(*wait >= 1s);
        now += *wait;
        RC_ASSERT(!limiter.refuse(with_key("k"), now));
    }
}

TEST(RateLimiter, CountsEachKeyAndEachAddressByItself) {
    api::RateLimiter limiter({.per_key = {1, 1}, .per_address = {1, 2}});
    const Moment now{1h};
    EXPECT_FALSE(limiter.refuse(with_key("a", "192.0.2.1"), now));
    EXPECT_TRUE(limiter.refuse(with_key("a", "192.0.2.2"), now)) << "the key has asked";
    EXPECT_FALSE(limiter.refuse(with_key("b", "192.0.2.1"), now));
    EXPECT_TRUE(limiter.refuse(with_key("c", "192.0.2.1"), now)) << "the address has asked twice";
    EXPECT_FALSE(limiter.refuse(with_key("c", "192.0.2.3"), now)) << "and nothing was taken of c";
}

TEST(RateLimiter, CountsANetworkOfIPv6AsOneAddressAndThisMachineAsNone) {
    api::RateLimiter limiter({.per_key = {}, .per_address = {1, 1}});
    const Moment now{1h};
    EXPECT_FALSE(limiter.refuse(with_key("", "2001:db8::1"), now));
    EXPECT_TRUE(limiter.refuse(with_key("", "2001:db8::ffff:2"), now));
    EXPECT_FALSE(limiter.refuse(with_key("", "2001:db8:0:1::1"), now));
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(limiter.refuse(with_key("", "127.0.0.1"), now));
        EXPECT_FALSE(limiter.refuse(with_key("", "::1"), now));
    }
}

/// Whoever invents keys shares one bucket with all who do, once there are too many.
TEST(RateLimiter, IsNotFilledUpByInventedKeys) {
    api::RateLimiter limiter({.per_key = {1, 2}, .per_address = {}, .most_buckets = 100});
    const Moment now{1h};
    int let_through = 0;
    for (int i = 0; i < 10'000; ++i) {
        if (!limiter.refuse(with_key(std::to_string(i)), now)) ++let_through;
    }
    EXPECT_LE(let_through, 102);
    EXPECT_FALSE(limiter.refuse(with_key("later"), now + 5s)) << "full buckets are forgotten";
}

}  // namespace
