#include <csignal>
#include <iostream>

#include <gtest/gtest.h>

#include "tests/fault/pushed_sales.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/support/temporary_directory.hpp"

// A sale to a meter that deducts by itself reaches it once, whatever dies at whatever step between
// the sale and its confirmation: the process, or the line. Every step is tried.

namespace {

constexpr unsigned most_steps = 60;

enum class Victim { process, line };

class PushedSale : public ::testing::TestWithParam<Victim> {
protected:
    void start() {
        // Every life begins an hour later; a minute a second makes pauses short.
        const std::string hour = (lives_ % 24 < 10 ? "0" : "") + std::to_string(lives_ % 24);
        const std::string day = (lives_ / 24 < 9 ? "0" : "") + std::to_string(lives_ / 24 + 1);
        ++lives_;
        book_ = std::make_unique<ServedBook>(
            directory_ / "book", std::vector<std::string>{},
            std::vector<std::string>{"--clock-start", "2026-06-" + day + "T" + hour + ":00:00Z",
                                     "--clock-speed", "60"});
        const auto port = book_->wait_for_port();
        ASSERT_TRUE(port) << book_->end().err;
        sales_.call(*port);
    }

    void end() {
        sales_.hang_up();
        const Ended ended = book_->stop();
        EXPECT_EQ(ended.code, 0) << ended.err;
    }

    /// Sells, lets one step of what follows be the last of the victim, and waits until the sale has
    /// reached the meter all the same. False: the push was over before that step.
    bool sell_and_cut(unsigned step) {
        const bool kills = GetParam() == Victim::process;
        Fuse& fuse = sales_.line().fuse();
        fuse.arm(step, [this, kills] {
            if (kills) book_->kill();
        });
        const int key = sales_.next_key();
        auto push = sales_.sell(key);
        ++sold_;
        EXPECT_TRUE(PushedSales::comes_true(
            [&] { return fuse.has_burned() || (push && sales_.is_confirmed(*push)); }));
        fuse.disarm();
        if (fuse.has_burned() && kills) {
            sales_.hang_up();
            EXPECT_EQ(book_->end().code, -SIGKILL);
            start();
            sales_.wait_for_reading();
            if (!push) push = sales_.sell(key);
        }
        EXPECT_TRUE(PushedSales::comes_true([&] { return push && sales_.is_confirmed(*push); }))
            << "step " << step;
        return fuse.has_burned();
    }

    void hold(unsigned step) { sales_.hold(sold_, "step " + std::to_string(step)); }

    TemporaryDirectory directory_;
    PushedSales sales_;
    std::unique_ptr<ServedBook> book_;
    int lives_ = 0;
    int sold_ = 0;
};

TEST_P(PushedSale, ReachesItsMeterOnceWhateverDiesAtWhateverStep) {
    start();
    sales_.register_all(false);
    sales_.wait_for_reading();
    sales_.open_account();
    unsigned step = 0;
    while (step < most_steps && sell_and_cut(step) && !HasFailure()) hold(step++);
    hold(step);
    sales_.sell_in_a_row(3);
    sold_ += 3;
    hold(step);
    EXPECT_GE(step, 12U) << "three steps for each of at least four requests";
    EXPECT_LT(step, most_steps);
    end();
    const Ended proof = verify(directory_ / "book");
    EXPECT_EQ(proof.code, 0) << proof.out << proof.err;
    std::cout << step << " steps, " << lives_ << " lives, " << sold_ << " sales\n";
}

INSTANTIATE_TEST_SUITE_P(Every, PushedSale, ::testing::Values(Victim::process, Victim::line),
                         [](const auto& each) {
                             return each.param == Victim::process ? "process" : "line";
                         });

}  // namespace
