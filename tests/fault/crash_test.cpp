#include <array>
#include <chrono>
#include <future>
#include <iostream>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "tests/fault/desk.hpp"
#include "tests/fault/polled_building.hpp"
#include "tests/fault/seen_log.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/integration/opened_book.hpp"
#include "tests/support/seed.hpp"

namespace {

constexpr int kills = 50;
constexpr int tills_at_once = 3;
constexpr int longest_life_ms = 100;
constexpr std::array types_of_office_work{"CreditSold",          "CreditRefunded",
                                          "TransactionReversed", "AdjustmentProposed",
                                          "CustomerRegistered",  "CommandRequested"};

/// A book at which an office works, and that is killed at random moments, also while it starts.
class KilledBook : public ::testing::Test {
protected:
    void SetUp() override { std::cout << "METERBOOK_SEED=" << seed_ << " repeats the moments\n"; }

    /// Tills that do nothing but sell, and one desk for all the rest.
    void work_for(const std::string& wallet, const std::string& meter) {
        for (unsigned i = 0; i < tills_at_once; ++i)
            desks_.emplace_back("till" + std::to_string(i), sales_into(wallet), seed_ + i);
        desks_.emplace_back("office", office_work("office", wallet, meter), seed_ + tills_at_once);
    }

    /// The moment that nobody chose.
    void wait_a_moment() {
        const auto moment =
            std::chrono::microseconds(dice_() % (std::uint64_t{longest_life_ms} * 1000));
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
        std::vector<std::future<void>> working;
        for (Desk& desk : desks_) {
            lines.push_back(std::make_unique<HttpClient>(*port));
            working.push_back(std::async(std::launch::async, [&desk, line = lines.back().get()] {
                desk.order_until_it_breaks(*line);
            }));
        }
        wait_a_moment();
        book.kill();
        for (std::future<void>& each : working) each.get();
        EXPECT_EQ(book.end().code, -SIGKILL);
    }

    /// Every acknowledged order stands in the log, once, where it was said to be.
    void hold(std::uint16_t port) {
        HttpClient client(port);
        log_.read(client);
        for (const Desk& desk : desks_) {
            for (const auto& [key, position] : desk.acknowledged())
                ASSERT_EQ(log_.positions_of(key), std::vector{position}) << key;
        }
    }

    void live_and_end() {
        ServedBook book(directory_ / "book");
        const auto port = book.wait_for_port();
        ASSERT_TRUE(port) << book.end().err;
        {
            HttpClient client(*port);
            for (Desk& desk : desks_) ASSERT_TRUE(desk.order(client)) << "what had no answer";
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

        std::size_t orders = 0;
        for (const Desk& desk : desks_) orders += desk.acknowledged().size();
        EXPECT_EQ(log_.keys(), orders) << "nothing but what was acknowledged";
        for (const auto* type : types_of_office_work) EXPECT_GT(log_.count(type), 0U) << type;
        EXPECT_GT(orders, std::size_t{kills});
        std::cout << kills << " kills, " << orders << " orders, " << all.size() << " events\n";
    }

    const unsigned seed_ = seed_of_choices();
    std::mt19937 dice_{seed_};
    TemporaryDirectory directory_;
    std::vector<Desk> desks_;
    SeenLog log_;
};

TEST_F(KilledBook, HasEveryAcknowledgedOrderOnce) {
    {
        const OpenedBook prepared(directory_ / "book");
    }
    work_for("A1.M1", "M1");
    kill_and_judge();
}

TEST_F(KilledBook, HasEveryAcknowledgedOrderOnceWhileItReadsABuilding) {
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
    work_for(building.wallet(), building.first_meter());
    kill_and_judge();
    EXPECT_GT(log_.count("ReadingRecorded"), std::size_t{kills});
}

}  // namespace
