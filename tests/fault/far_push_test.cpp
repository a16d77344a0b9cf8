#include <iostream>

#include <gtest/gtest.h>

#include "tests/fault/linked_programs.hpp"
#include "tests/fault/pushed_sales.hpp"
#include "tests/fault/served_book.hpp"
#include "tests/support/temporary_directory.hpp"

// A sale to a meter that a gateway reads reaches it once, whatever dies at whatever step between
// the sale and its confirmation: the book, the gateway, or the link between them; at every step of
// the meter's line, and at every piece that goes over the link.

namespace {

enum class Victim { book, gateway, link };
enum class Place { line, link };

struct Doom {
    Victim victim;
    Place place;
};

std::string name_of(const Doom& doom) {
    constexpr std::array victims{"book", "gateway", "link"};
    return std::string(victims.at(static_cast<std::size_t>(doom.victim))) +
           (doom.place == Place::line ? "_at_the_line" : "_at_the_link");
}

constexpr unsigned most_steps = 80;
constexpr unsigned minute_a_second = 60;  // makes pauses short

class FarPushedSale : public ::testing::TestWithParam<Doom> {
protected:
    void SetUp() override {
        programs_.start_book();
        sales_.call(programs_.http_port());
        sales_.register_all(true);
        programs_.start_gateway();
        sales_.wait_for_reading();
        sales_.open_account();
    }

    Fuse& fuse() {
        return GetParam().place == Place::line ? sales_.line().fuse() : programs_.cable().fuse();
    }

    void strike() {
        switch (GetParam().victim) {
            case Victim::book:
                return programs_.kill_book();
            case Victim::gateway:
                return programs_.kill_gateway();
            case Victim::link:
                return programs_.cable().cut();
        }
    }

    void mend() {
        switch (GetParam().victim) {
            case Victim::book:
                programs_.start_book();
                return sales_.call(programs_.http_port());
            case Victim::gateway:
                programs_.start_gateway();
                return sales_.wait_for_reading();
            case Victim::link:
                return programs_.cable().mend();
        }
    }

    /// Sells, lets one step of what follows be the last of the victim, and waits until the sale has
    /// reached the meter all the same. False: the push was over before that step.
    bool sell_and_strike(unsigned step) {
        fuse().arm(step, [this] { strike(); });
        const int key = sales_.next_key();
        auto push = sales_.sell(key);
        ++sold_;
        EXPECT_TRUE(PushedSales::comes_true(
            [&] { return fuse().has_burned() || (push && sales_.is_confirmed(*push)); }));
        fuse().disarm();
        if (fuse().has_burned()) mend();
        if (!push) push = sales_.sell(key);
        EXPECT_TRUE(PushedSales::comes_true([&] { return push && sales_.is_confirmed(*push); }))
            << "step " << step;
        return fuse().has_burned();
    }

    void hold(unsigned step) { sales_.hold(sold_, "step " + std::to_string(step)); }

    TemporaryDirectory directory_;
    PushedSales sales_;
    LinkedPrograms programs_{directory_.path(), Seal::tls, minute_a_second};
    int sold_ = 0;
};

TEST_P(FarPushedSale, ReachesItsMeterOnceWhateverDiesAtWhateverStep) {
    unsigned step = 0;
    while (step < most_steps && sell_and_strike(step) && !HasFailure()) hold(step++);
    hold(step);
    sales_.sell_in_a_row(3);
    sold_ += 3;
    hold(step);
    EXPECT_GE(step, 6U);
    EXPECT_LT(step, most_steps);
    EXPECT_EQ(programs_.stop_gateway().code, 0);
    EXPECT_EQ(programs_.stop_book().code, 0);
    const Ended proof = verify(programs_.book());
    EXPECT_EQ(proof.code, 0) << proof.out << proof.err;
    std::cout << step << " steps, " << sold_ << " sales\n";
}

INSTANTIATE_TEST_SUITE_P(
    Every, FarPushedSale,
    ::testing::Values(Doom{Victim::book, Place::line}, Doom{Victim::gateway, Place::line},
                      Doom{Victim::link, Place::line}, Doom{Victim::book, Place::link},
                      Doom{Victim::gateway, Place::link}, Doom{Victim::link, Place::link}),
    [](const auto& each) { return name_of(each.param); });

}  // namespace
