#include "api/accounts/imported.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "api/problem.hpp"
#include "ledger/values/limits.hpp"

namespace {

using ledger::Money;

std::string balances(const std::vector<Money>& amounts, const std::string& control) {
    std::string csv = "wallet,amount,source,reference\n";
    for (std::size_t i = 0; i < amounts.size(); ++i)
        csv += "W" + std::to_string(i) + "," + ledger::to_text(amounts[i]) + ",till,1\n";
    return csv + "control total," + control + ",," + std::to_string(amounts.size()) + "\n";
}

/// Which cell is at fault; empty where none is.
std::string fault_of(const std::string& csv) {
    try {
        (void)api::balances_in(csv);
    } catch (const api::Problem& problem) {
        EXPECT_EQ(problem.status, 400);
        return problem.field;
    }
    return "";
}

TEST(OldBalances, NoAmountIsMoreThanOneWalletMayBringIn) {
    const Money most = ledger::most_money_at_once;
    EXPECT_EQ(fault_of(balances({most}, ledger::to_text(most))), "");
    EXPECT_EQ(fault_of(balances({-most}, ledger::to_text(-most))), "");
    EXPECT_EQ(fault_of(balances({most + Money{1}}, "0.00")), "line 2, amount");
    EXPECT_EQ(fault_of(balances({Money{5}, -most - Money{1}}, "0.00")), "line 3, amount");
    EXPECT_EQ(fault_of(balances({Money{INT64_MAX}, Money{INT64_MAX}}, "0.00")), "line 2, amount");
    EXPECT_EQ(fault_of(balances({Money{INT64_MIN}}, "0.00")), "line 2, amount");
}

TEST(OldBalances, ThatSumToMoreThanFitsAreRefusedAtTheirLine) {
    const std::vector<Money> most(9'224, ledger::most_money_at_once);
    EXPECT_EQ(fault_of(balances(most, "0.00")), "line 9225, amount");
    const std::vector<Money> least(9'224, -ledger::most_money_at_once);
    EXPECT_EQ(fault_of(balances(least, "0.00")), "line 9225, amount");
}

RC_GTEST_PROP(OldBalances, OfAnyAmountsAreReadOrTheirCellIsNamed,
              (const std::vector<std::int64_t>& micros)) {
    std::vector<Money> amounts;
    bool fits = true;
    for (const std::int64_t each : micros) {
        amounts.emplace_back(*rc::gen::element(each, each / 1'000, INT64_MAX, INT64_MIN));
        const Money amount = amounts.back();
        fits =
            fits && amount <= ledger::most_money_at_once && amount >= -ledger::most_money_at_once;
    }
    const std::string fault = fault_of(balances(amounts, "0.00"));
    RC_ASSERT((fits || (fault.starts_with("line ") && fault.ends_with(", amount"))));
}

TEST(ImportedAccounts, BringInNoMoreThanOneWalletMay) {
    const std::string head = "account,customer,meter,balance,source\n";
    EXPECT_EQ(api::accounts_in(head + "A1,C1,M1,5.00,till\n", api::Moment::now).size(), 1U);
    EXPECT_THROW(
        (void)api::accounts_in(head + "A1,C1,M1,9000000000000.00,till\n", api::Moment::prepared),
        api::Problem);
}

}  // namespace
