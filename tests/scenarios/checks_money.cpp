#include "ledger/rules/money/credit.hpp"
#include "ledger/rules/office/prints.hpp"
#include "ledger/rules/postings.hpp"
#include "tests/scenarios/checks.hpp"

namespace scenarios {

using namespace ledger;

namespace {

constexpr int carry_digits = 11;

const Wallet& known_wallet(const Stage& stage, const WalletId& id) {
    const Wallet* wallet = find(stage.state().wallets, id);
    if (wallet == nullptr) throw Fault{"there is no wallet " + id.text()};
    return *wallet;
}

/// wallet A1.M1 holds 70.00, and perhaps: carries 0.00000050000
void wallet(const Stage& stage, Words& words) {
    const auto id = words.name<WalletId>("a wallet");
    const Wallet& wallet = known_wallet(stage, id);
    words.expect("holds");
    const Money expected = words.money();
    expect_same("wallet " + id.text(), to_text(expected), to_text(wallet.balance));
    if (!words.skip("carries")) return;
    const std::string text = words.take("a fraction");
    const auto carry = from_decimal(text, carry_digits);
    if (!carry) throw Fault{"expected a fraction of at most 11 decimals, came '" + text + "'"};
    expect_same("carry of wallet " + id.text(), to_decimal(*carry, carry_digits),
                to_decimal(wallet.carry, carry_digits));
}

/// sale 1 has 70.00 left, and perhaps: fee 1.50 receipt 1 count 1 prints 1
void sale(const Stage& stage, Words& words) {
    const std::uint64_t n = words.number("which one");
    const Position position = stage.nth<CreditSold>(n, "sale");
    const auto& sold = stage.fact_at<CreditSold>(position);
    const std::string name = "sale " + std::to_string(n);
    if (words.skip("has")) {
        const Money expected = words.money();
        words.expect("left");
        const Money left = unconsumed(known_wallet(stage, sold.wallet), position);
        expect_same("left of " + name, to_text(expected), to_text(left));
    }
    if (words.skip("fee")) expect_same("fee of " + name, to_text(words.money()), to_text(sold.fee));
    if (words.skip("receipt"))
        expect_same("receipt of " + name, std::to_string(words.number("a receipt")),
                    std::to_string(sold.receipt_number));
    if (words.skip("count"))
        expect_same("recharge count of " + name, std::to_string(words.number("a count")),
                    std::to_string(sold.recharge_count));
    if (words.skip("prints"))
        expect_same("prints of " + name, std::to_string(words.number("how many")),
                    std::to_string(prints_of(stage.state(), position)));
}

/// books cash:cash debit 100.00
void books(const Stage& stage, Words& words) {
    const std::string account = words.take("an account such as cash:bank");
    const bool is_debit = words.skip("debit");
    if (!is_debit) words.expect("credit");
    const Money expected = words.money();
    Money sum;
    for (const Event& event : stage.events()) {
        for (const Posting& each : postings(event.payload))
            sum += each.account == account ? each.amount : Money{};
    }
    expect_same(account + (is_debit ? " debit" : " credit"), to_text(expected),
                to_text(is_debit ? sum : -sum));
}

/// customer ZHANG known, or forgotten
void customer(const Stage& stage, Words& words) {
    const auto id = words.name<CustomerId>("a customer");
    const Customer* customer = find(stage.state().customers, id);
    if (customer == nullptr) throw Fault{"there is no customer " + id.text()};
    expect_same("customer " + id.text(), words.take("known, or forgotten"),
                customer->forgotten.is_none() ? "known" : "forgotten");
}

/// account A1 of LI, or: account A1 closed, prepared, unknown
void account(const Stage& stage, Words& words) {
    const auto id = words.name<AccountId>("an account");
    const Account* account = find(stage.state().accounts, id);
    const bool is_prepared = stage.state().prepared.contains(id);
    if (words.peek() == "prepared" || words.peek() == "unknown") {
        const std::string otherwise = account == nullptr ? "unknown" : "open";
        return expect_same("account " + id.text(), words.take("prepared, or unknown"),
                           is_prepared ? "prepared" : otherwise);
    }
    if (words.skip("closed")) {
        if (!stage.state().closed_accounts.contains(id))
            throw Fault{"account " + id.text() + ": expected closed, came " +
                        (account == nullptr ? "never opened" : "open")};
        return;
    }
    words.expect("of");
    const std::string customer = words.take("a customer");
    if (account == nullptr) throw Fault{"account " + id.text() + " is not open"};
    expect_same("customer of account " + id.text(), customer, account->customer.text());
}

/// The newest of this wallet, by itself or with its account.
std::optional<Settlement> settlement_of(const Stage& stage, const WalletId& wallet) {
    std::optional<Settlement> settlement;
    for (const Event& event : stage.events()) {
        const auto* alone = std::get_if<WalletSettled>(&event.payload);
        if (alone != nullptr && alone->wallet == wallet)
            settlement = {alone->wallet, alone->method, alone->paid_out, alone->rounding};
        const auto* closed = std::get_if<AccountClosed>(&event.payload);
        if (closed == nullptr) continue;
        for (const Settlement& each : closed->settlements)
            if (each.wallet == wallet) settlement = each;
    }
    return settlement;
}

/// settled A1.M1 paid 12.34 rounding 0.004567
void settled(const Stage& stage, Words& words) {
    const auto wallet = words.name<WalletId>("a wallet");
    const auto settlement = settlement_of(stage, wallet);
    if (words.skip("nothing")) {
        if (settlement) throw Fault{"expected no settlement of " + wallet.text()};
        return;
    }
    words.expect("paid");
    const Money paid = words.money();
    words.expect("rounding");
    const Money rounding = words.money();
    if (!settlement) throw Fault{"wallet " + wallet.text() + " was not settled"};
    expect_same("paid out of " + wallet.text(), to_text(paid), to_text(settlement->paid_out));
    expect_same("rounding of " + wallet.text(), to_text(rounding), to_text(settlement->rounding));
}

}  // namespace

Checks money_checks() {
    return {{"wallet", wallet},   {"sale", sale},         {"books", books},
            {"account", account}, {"customer", customer}, {"settled", settled}};
}

}  // namespace scenarios
