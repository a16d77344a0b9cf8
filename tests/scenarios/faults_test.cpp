#include <gtest/gtest.h>

#include "tests/scenarios/scenario.hpp"

// A scenario that is wrong says so: in which line, what was expected, and what came.

namespace scenarios {
namespace {

const std::string beginning = R"(scenario  A sale
given  site in Asia/Shanghai, cash and bank
       tariff FLAT 0.60
       meter M1 13.2 kW tariff FLAT reads 1000.00
       account A1 of ZHANG with M1
when   2026-05-01 09:00  sell 100.00 cash to A1.M1
)";

std::string fault_of(const std::string& text) {
    const Played played = play(text);
    if (!played.fault) return "none";
    return std::to_string(played.fault->line) + ": " + played.fault->text;
}

TEST(Scenario, ThatIsTrueHasNoFault) {
    EXPECT_EQ(fault_of(beginning + "then   wallet A1.M1 holds 100.00\n"), "none");
}

TEST(Scenario, NamesTheLineAndWhatCameInstead) {
    EXPECT_EQ(fault_of(beginning + "then   wallet A1.M1 holds 99.00\n"),
              "7: wallet A1.M1: expected 99.00, came 100.00");
}

TEST(Scenario, NamesAWordThatIsNoVerb) {
    EXPECT_EQ(fault_of(beginning + "       buy 1.00 cash to A1.M1\n"),
              "7: 'buy' is no verb: see verbs.md");
}

TEST(Scenario, NamesAWordThatDoesNotFit) {
    EXPECT_EQ(fault_of(beginning + "       sell much cash to A1.M1\n"),
              "7: expected an amount such as 12.34, came 'much'");
}

TEST(Scenario, NamesARefusalThatNobodyExpected) {
    EXPECT_EQ(fault_of(beginning + "       sell 1.00 shells to A1.M1\n"
                                   "then   wallet A1.M1 holds 100.00\n"),
              "7: expected to be accepted, came refusal method_must_be_configured method (this "
              "site does not take 'shells': give one of cash, bank)");
}

TEST(Scenario, NamesARefusalThatDidNotCome) {
    EXPECT_EQ(fault_of(beginning + "refused amount_must_be_positive amount\n"),
              "7: expected refusal amount_must_be_positive amount, came none");
}

TEST(Scenario, NamesAnotherRefusal) {
    EXPECT_EQ(fault_of(beginning + "       sell 0 cash to A1.M1\n"
                                   "refused amount_must_be_whole_cents amount\n"),
              "8: expected refusal amount_must_be_whole_cents amount, came amount_must_be_positive "
              "amount (amount is 0.00: give more than 0)");
}

TEST(Scenario, ShowsTheRowsThatCame) {
    EXPECT_EQ(fault_of(beginning + "       2026-05-01 10:00  M1 reads 1001.00\n"
                                   "then   charge 1 kWh 0.60\n"
                                   "       | 2026-05-01 single 1 kWh at 0.61 0.61\n"),
              "8: row 1: expected 2026-05-01 single 1.00 kWh at 0.61 0.61, came 2026-05-01 single "
              "1.00 kWh at 0.60 0.60; all rows that came:\n    | 2026-05-01 single 1.00 kWh at "
              "0.60 0.60");
}

TEST(Scenario, MustCheckWhatItDoes) {
    EXPECT_EQ(fault_of(beginning), "6: it ends with a deed: say with 'then' what came of it");
}

TEST(Scenario, GoesOnInTime) {
    EXPECT_EQ(fault_of(beginning + "       2026-05-01 08:00  M1 reads 1001.00\n"),
              "7: this is earlier than the sentence before: time goes on");
}

TEST(Scenario, HasNoMomentThatTheClockJumpsOver) {
    EXPECT_EQ(fault_of("scenario Spring\ngiven  2026-03-29 02:30  site in Europe/Berlin, cash\n"),
              "2: the clock jumps over 2026-03-29 02:30: there is no such moment");
}

TEST(Scenario, NamesAMomentThatIsNone) {
    EXPECT_EQ(fault_of("scenario Nowhen\ngiven  2026-02-30 09:00  site in UTC, cash\n"),
              "2: '2026-02-30' is no day");
    EXPECT_EQ(fault_of("scenario Nowhen\ngiven  2026-05-01 25:00  site in UTC, cash\n"),
              "2: '2026-05-01 25:00' is no moment: write one as 2026-05-01 09:00");
    EXPECT_EQ(fault_of("scenario Nowhen\ngiven  2026-05-01 02:30+99:00  site in UTC, cash\n"),
              "2: '2026-05-01 02:30+99:00' is no moment: write one as 2026-05-01 09:00");
}

TEST(Scenario, HasATitle) {
    EXPECT_EQ(fault_of("given  site in UTC, cash\n"),
              "1: no title: begin with a line 'scenario  what it shows'");
}

}  // namespace
}  // namespace scenarios
