#include <gtest/gtest.h>

#include "api/accounts/imported.hpp"
#include "api/problem.hpp"

namespace api {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): what is imported is the ledger's

const std::string header =
    "account,customer,meter,wallets,tariff,alarm1,alarm2,overload_w,balance,source,reference\n";

std::vector<Imported> read(const std::string& rows, Moment moment = Moment::now) {
    return accounts_in(header + rows, moment);
}

std::string fault_of(const std::string& rows) {
    try {
        (void)read(rows);
        return "";
    } catch (const Problem& problem) {
        EXPECT_EQ(problem.status, 400);
        return problem.what();
    }
}

TEST(AFileOfAccounts, MakesOneAccountOfTheLinesThatFollowEachOther) {
    const auto accounts = read(
        "A101,C101,M0101,per_meter,office,20.00,5.00,,12.34,old till,4711\n"
        "A101,C101,M0102,per_meter,,,,,,,\n"
        "A102,C102,M0103,pooled,,,,,,,\n");
    ASSERT_EQ(accounts.size(), 2U);
    EXPECT_EQ(accounts[0].line, 2U);
    EXPECT_EQ(accounts[0].name, "A101");
    const auto& first = std::get<OpenAccount>(accounts[0].command);
    EXPECT_EQ(first.customer, CustomerId("C101"));
    EXPECT_EQ(first.meters, (std::vector{MeterId("M0101"), MeterId("M0102")}));
    EXPECT_EQ(first.wallets, WalletMode::per_meter);
    ASSERT_EQ(first.terms.size(), 1U) << "a meter of which nothing is said has no terms";
    EXPECT_EQ(first.terms[0].tariff, TariffId("office"));
    EXPECT_EQ(first.terms[0].thresholds->alarm1, cents(2'000));
    EXPECT_EQ(first.terms[0].thresholds->alarm2, cents(500));
    EXPECT_EQ(first.terms[0].old_balance->amount, cents(1'234));
    EXPECT_EQ(first.terms[0].old_balance->source, "old till");
    EXPECT_EQ(first.terms[0].old_balance->reference, "4711");
    EXPECT_EQ(accounts[1].line, 4U);
    EXPECT_EQ(std::get<OpenAccount>(accounts[1].command).wallets, WalletMode::pooled);
}

TEST(AFileOfAccounts, MayPrepareThemForTheirDay) {
    const auto accounts = read("A101,C101,M0101,,,,,,-1.50,old till,\n", Moment::prepared);
    ASSERT_EQ(accounts.size(), 1U);
    const auto& plan = std::get<PrepareAccount>(accounts[0].command).fact;
    EXPECT_EQ(plan.account, AccountId("A101"));
    EXPECT_EQ(plan.terms.at(0).old_balance->amount, cents(-150));
}

TEST(AFileOfAccounts, IsRefusedWithTheCellThatIsWrong) {
    EXPECT_EQ(fault_of("A 1,C1,M1,,,,,,,,\n"),
              "line 2, account: it is 'A 1': give 1 to 40 of A-Z a-z 0-9 _ -");
    EXPECT_EQ(fault_of("A1,C1,,,,,,,,,\n"),
              "line 2, meter: it is empty: give 1 to 40 of A-Z a-z 0-9 _ -");
    EXPECT_EQ(fault_of("A1,C1,M1,shared,,,,,,,\n"),
              "line 2, wallets: it is 'shared': give per_meter or pooled");
    EXPECT_EQ(fault_of("A1,C1,M1,,,20,,,,,\n"),
              "line 2, alarm2: it is empty: give an amount such as 12.34, with a point");
    EXPECT_EQ(fault_of("A1,C1,M1,,,20.00,5.00,-1,,,\n"),
              "line 2, overload_w: it is '-1': give a whole number");
    EXPECT_EQ(fault_of("A1,C1,M1,,,,,,1.00,,\n"),
              "line 2, source: it is empty: name the system that it comes from");
    EXPECT_EQ(fault_of("A1,C1,M1,,,,,,,old,\n"),
              "line 2, balance: it is empty: give what comes from that source");
    EXPECT_EQ(fault_of("A1,C1,M1,,,,,,,,\nA1,C2,M2,,,,,,,,\n"),
              "line 3, customer: it is 'C2': give that of the account's first line");
    EXPECT_EQ(fault_of("A1,C1,M1,,,,,,,,\nA1,C1,M2,pooled,,,,,,,\n"),
              "line 3, wallets: it is 'pooled': give that of the account's first line");
}

std::string fault_of_balances(const std::string& rows) {
    try {
        (void)balances_in("wallet,amount,source,reference\n" + rows);
        return "";
    } catch (const Problem& problem) {
        return problem.what();
    }
}

TEST(AFileOfBalances, SaysOfItselfWhatItHolds) {
    const std::string rows = "A1.M1,12.34,old till,1\nA1.M2,-1.50,old till,2\n";
    EXPECT_EQ(fault_of_balances(rows + "control total,10.84,,2\n"), "");
    EXPECT_EQ(fault_of_balances(rows + "control total,10.85,,2\n"),
              "line 4, amount: it is '10.85': the lines sum to 10.84");
    EXPECT_EQ(fault_of_balances(rows + "control total,10.84,,3\n"),
              "line 4, reference: it is '3': there are 2 lines above it");
    EXPECT_TRUE(fault_of_balances(rows).starts_with("line 3, wallet: it is 'A1.M2': the last line"))
        << "it was cut off";
}

}  // namespace
}  // namespace api
