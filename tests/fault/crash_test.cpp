#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "tests/fault/polled_building.hpp"
#include "tests/fault/seen_log.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/fault/till.hpp"
#include "tests/integration/opened_book.hpp"

namespace {

constexpr int kills = 50;
constexpr int tills_at_once = 4;
constexpr int longest_life_ms = 100;

unsigned fresh_seed() {
    const char* wanted = std::getenv("METERBOOK_SEED");
    return wanted != nullptr ? static_cast<unsigned>(std::stoul(wanted)) : std::random_device{}();
}

/// A book that takes sales and is killed at random moments, also while it starts.
class KilledBook : public ::testing::Test {
protected:
    void SetUp() override { std::cout << "METERBOOK_SEED=" << seed_ << " repeats the moments\n"; }

    void sell_for(const std::string& wallet) {
        for (int i = 0; i < tills_at_once; ++i) {
            const unsigned own = static_cast<unsigned>(i);
            tills_.emplace_back("till" + std::to_string(i), wallet, seed_ + own);
        }
    }

    /// The moment that nobody chose.
    void wait_a_moment() {
        const auto moment = std::chrono::microseconds(dice_() % (longest_life_ms * 1000U));
        std::this_thread::sleep_for(moment);
    }

    void live_and_die() {
        ServedBook book(directory_ / "book");
        constexpr unsigned one_in = 5;
        if (dice_() % one_in == 0) {
            wait_a_moment();
            book.kill();
            (void)book.end();
            return;
        }
        const auto port = book.wait_for_port();
        ASSERT_TRUE(port) << book.end().err;
        hold(*port);
        std::vector<std::unique_ptr<HttpClient>> lines;
        std::vector<std::future<void>> selling;
        for (Till& till : tills_) {
            lines.push_back(std::make_unique<HttpClient>(*port));
            selling.push_back(std::async(std::launch::async, [&till, line = lines.back().get()] {
                till.sell_until_it_breaks(*line);
            }));
        }
        wait_a_moment();
        book.kill();
        for (std::future<void>& each : selling) each.get();
        EXPECT_EQ(book.end().code, -SIGKILL);
    }

    /// Every acknowledged sale stands in the log, once, where it was said to be.
    void hold(std::uint16_t port) {
        HttpClient client(port);
        log_.read(client);
        for (const Till& till : tills_) {
            for (const auto& [key, position] : till.acknowledged())
                ASSERT_EQ(log_.positions_of(key), std::vector{position}) << key;
        }
    }

    void live_and_end() {
        ServedBook book(directory_ / "book");
        const auto port = book.wait_for_port();
        ASSERT_TRUE(port) << book.end().err;
        {
            HttpClient client(*port);
            for (Till& till : tills_) ASSERT_TRUE(till.sell(client)) << "what had no answer";
        }
        hold(*port);
        const Ended ended = book.stop();
        EXPECT_EQ(ended.code, 0) << ended.err;
    }

    void kill_and_judge() {
        for (int i = 0; i < kills && !HasFailure(); ++i) live_and_die();
        if (!HasFailure()) live_and_end();
        if (HasFailure()) return;
        const Ended proof = verify(directory_ / "book");
        EXPECT_EQ(proof.code, 0) << proof.out << proof.err;
        const std::vector<std::string> seen = log_.event_ids();
        log_ = {};
        log_.read(run(meterbook({"export", (directory_ / "book").string()})).out);
        const auto& all = log_.event_ids();
        ASSERT_GE(all.size(), seen.size());
        EXPECT_TRUE(std::equal(seen.begin(), seen.end(), all.begin())) << "what was seen changed";

        std::size_t sales = 0;
        for (const Till& till : tills_) sales += till.acknowledged().size();
        EXPECT_EQ(log_.count("CreditSold"), sales) << "no sale but those that were acknowledged";
        EXPECT_GT(sales, std::size_t{kills});
        std::cout << kills << " kills, " << sales << " sales, " << all.size() << " events\n";
    }

    const unsigned seed_ = fresh_seed();
    std::mt19937 dice_{seed_};
    TemporaryDirectory directory_;
    std::vector<Till> tills_;
    SeenLog log_;
};

TEST_F(KilledBook, HasEveryAcknowledgedSaleOnce) {
    {
        const OpenedBook prepared(directory_ / "book");
    }
    sell_for("A1.M1");
    kill_and_judge();
}

TEST_F(KilledBook, HasEveryAcknowledgedSaleOnceWhileItReadsABuilding) {
    const PolledBuilding building;
    {
        ServedBook book(directory_ / "book");
        const auto port = book.wait_for_port();
        ASSERT_TRUE(port) << book.end().err;
        HttpClient client(*port);
        building.register_in(client);
        building.open_account(client);
        book.kill();
        (void)book.end();
    }
    sell_for(building.wallet());
    kill_and_judge();
    EXPECT_GT(log_.count("ReadingRecorded"), std::size_t{kills});
}

}  // namespace
