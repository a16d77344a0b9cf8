#include "api/access/lockout.hpp"

#include <gtest/gtest.h>

// Guesses of passwords are counted before anybody looks at them, by name and by network.

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class Guesses : public testing::Test {
protected:
    bool begins(const std::string& name, const std::string& address = "192.0.2.1") {
        return !lockout.begin(name, address);
    }
    /// How many of these attempts are taken, each by another name.
    int spray(int attempts, const std::string& address) {
        int taken = 0;
        for (int i = 0; i < attempts; ++i)
            taken += begins("name" + std::to_string(next_name++), address) ? 1 : 0;
        return taken;
    }

    std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
    api::Lockout lockout{[this] { return now; }};
    int next_name = 0;
};

TEST_F(Guesses, ThatComeAllAtOnceAreNoMoreThanThoseThatComeInTurn) {
    int taken = 0;
    for (int i = 0; i < 64; ++i) taken += begins("chen") ? 1 : 0;
    EXPECT_EQ(taken, 5) << "none of them was judged yet";
}

TEST_F(Guesses, OfManyNamesAreCountedByNetwork) {
    EXPECT_EQ(spray(60, "192.0.2.1"), 50);
    EXPECT_EQ(spray(1, "192.0.2.2"), 1) << "somebody else";
    EXPECT_EQ(spray(30, "2001:db8:1:2::1"), 30);
    EXPECT_EQ(spray(30, "2001:db8:1:2:ffff::9"), 20) << "one customer has all of these";
    EXPECT_EQ(spray(1, "2001:db8:1:3::1"), 1);
}

TEST_F(Guesses, OfOneNameFromManyNetworksAreFewFromEachAndKeepNobodyOut) {
    int taken = 0;
    for (int network = 0; network < 200; ++network) {
        for (int i = 0; i < 5; ++i)
            taken += begins("chen", "198.51.100." + std::to_string(network)) ? 1 : 0;
    }
    EXPECT_EQ(taken, 50 + 190) << "five of each network, and one of each when it is known";
    EXPECT_TRUE(begins("chen", "203.0.113.1")) << "chen, at home";
    EXPECT_FALSE(begins("chen", "203.0.113.1"));
    now += seconds(1);
    EXPECT_TRUE(begins("chen", "203.0.113.1")) << "and mistyped";
    EXPECT_TRUE(begins("wang", "198.51.100.7")) << "another name";
}

TEST_F(Guesses, FromThisMachineAreCountedByNameAlone) {
    EXPECT_EQ(spray(100, "127.0.0.1"), 100) << "a proxy asks for everybody";
    EXPECT_EQ(spray(100, "::1"), 100);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(begins("chen", "127.0.0.1"));
    EXPECT_FALSE(begins("chen", "127.0.0.1"));
}

TEST_F(Guesses, AreNotForgivenToWhoeverSignsInBetween) {
    int taken = 0;
    for (int i = 0; i < 40; ++i) {
        taken += spray(4, "192.0.2.1");
        if (begins("tenant")) lockout.succeeded("tenant", "192.0.2.1");
    }
    EXPECT_LT(taken, 80) << "one mistake is made up for by a sign-in, and no more";
}

TEST_F(Guesses, ThatNobodyLookedAtAreTakenBack) {
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(begins("chen")) << i;
        lockout.take_back("chen", "192.0.2.1");
    }
}

TEST_F(Guesses, OfWhatIsNoNameAreAllOfOne) {
    int taken = 0;
    for (int i = 0; i < 20; ++i)
        taken += begins(std::string(1 << 16, '!') + std::to_string(i)) ? 1 : 0;
    EXPECT_EQ(taken, 5);
}

TEST_F(Guesses, AreForgottenAfterHalfAnHourOfQuiet) {
    for (int i = 0; i < 5; ++i) (void)begins("chen");
    EXPECT_FALSE(begins("chen"));
    now += minutes(31);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(begins("chen")) << i;
}

}  // namespace
