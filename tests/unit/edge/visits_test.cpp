#include <algorithm>

#include "tests/unit/edge/strangers.hpp"

namespace edge {
namespace {

TEST_F(Strangers, WhoStandAboutKeepNobodyOutOfEitherDoor) {
    constexpr int many = 200;  // three times as many as are let in at once
    std::vector<Socket> crowd;
    for (int i = 0; i < many; ++i) crowd.push_back(knock());
    // These know a gateway's name, and not its secret.
    std::vector<Channel> pretenders;
    for (int i = 0; i < many; ++i) {
        pretenders.emplace_back(std::make_unique<PlainLink>(knock(true)));
        pretenders.back().say(SealAsk{GatewayId("G1"), random_bytes(fresh_size)});
    }
    Channel by_tls = come_as("G1");
    EXPECT_EQ(greet(by_tls, "G1").protocol, protocol);
    Channel by_secret(std::make_unique<PlainLink>(knock(true)));
    const auto session = ask_for_seal(by_secret, "G1");
    by_secret.seal(Seal(Seal::Side::gateway, read_secret(papers() / "G1.secret"), session));
    EXPECT_EQ(greet(by_secret, "G1").protocol, protocol);
    const std::lock_guard lock(mutex_);
    EXPECT_LT(std::ranges::count(told_, '\n'), 150);
}

TEST_F(Strangers, WordsOfStrangersFillOneShortLine) {
    Channel channel(std::make_unique<PlainLink>(knock(true)));
    channel.say(Farewell{"first line\n[info] forged \x1b[31m" + std::string(3'000, 'x')});
    EXPECT_TRUE(was_told("first line?[info] forged ?[31m"));
    const std::lock_guard lock(mutex_);
    for (std::size_t from = 0, end = 0; (end = told_.find('\n', from)) != std::string::npos;
         from = end + 1)
        EXPECT_LT(end - from, 400U);
    EXPECT_EQ(told_.find("\n[info]"), std::string::npos);
}

TEST_F(Strangers, ANewLifeOfAQueueIsGreetedOnTheSameLink) {
    Channel channel = come_as("G1");
    (void)greet(channel, "G1");
    const auto at = [](int minutes) {
        return OpenedBook::opening_hour - std::chrono::minutes(minutes);
    };
    channel.say(Facts{1, {reading_at(at(3), 1'000)}});
    EXPECT_EQ(next<Taken>(channel).through, 1U);
    Hello again = hello_of("G1");
    again.queue = "fedcba9876543210";
    again.next = 2;
    channel.say(again);
    EXPECT_EQ(next<Welcome>(channel).taken, 1U);
    channel.say(Facts{2, {reading_at(at(2), 1'001)}});
    const auto taken = next<Taken>(channel);
    EXPECT_EQ(taken.through, 2U);
    EXPECT_TRUE(taken.refused.empty());
}

// What was handed over before the link broke is known by its number, though nobody was told.
TEST_F(Strangers, TheBookKnowsWhatItHas) {
    const auto at = [](int minutes) {
        return OpenedBook::opening_hour - std::chrono::minutes(minutes);
    };
    {
        Channel channel = come_as("G1");
        EXPECT_EQ(greet(channel, "G1").taken, 0U);
        channel.say(Facts{1, {reading_at(at(3), 1'000), "garbage", reading_at(at(1), 1'000)}});
        (void)next<Taken>(channel);
    }
    Channel channel = come_as("G1");
    EXPECT_EQ(greet(channel, "G1").taken, 3U);
}

TEST_F(Strangers, TheNewestLinkOfAGatewayIsTheOneThatCounts) {
    Channel first = come_as("G1");
    (void)greet(first, "G1");
    Channel second = come_as("G1");
    (void)greet(second, "G1");
    EXPECT_TRUE(has(reason([&] { (void)next<Taken>(first); }), "another link"));
}

}  // namespace
}  // namespace edge
