#include "ledger/rules/money/credit.hpp"

#include <algorithm>

namespace ledger {
namespace {

constexpr Position no_sale{};

void take_open(Wallet& wallet, Money amount) {
    while (amount.is_positive() && !wallet.credit.empty()) {
        const auto oldest = wallet.credit.begin();
        const Money part = std::min(amount, oldest->second);
        oldest->second -= part;
        amount -= part;
        if (oldest->second.is_zero()) wallet.credit.erase(oldest);
    }
}

}  // namespace

void add_credit(Wallet& wallet, Position sale, Money amount) {
    const Money debt = std::max(Money{}, -wallet.balance);
    const Money open = amount - std::min(amount, debt);
    wallet.balance += amount;
    if (open.is_positive()) wallet.credit[sale] += open;
}

void consume_credit(Wallet& wallet, Money amount) {
    if (amount.is_negative()) return add_credit(wallet, no_sale, -amount);
    wallet.balance -= amount;
    take_open(wallet, amount);
}

void withdraw_credit(Wallet& wallet, Position sale, Money amount) {
    const auto open = wallet.credit.find(sale);
    ensure(open != wallet.credit.end() && open->second >= amount, "the sale has this much left");
    open->second -= amount;
    wallet.balance -= amount;
    if (open->second.is_zero()) wallet.credit.erase(open);
}

void undo_sale(Wallet& wallet, Position sale, Money amount) {
    const Money open = unconsumed(wallet, sale);
    wallet.credit.erase(sale);
    wallet.balance -= amount;
    take_open(wallet, amount - open);
}

Money unconsumed(const Wallet& wallet, Position sale) {
    const auto open = wallet.credit.find(sale);
    return open == wallet.credit.end() ? Money{} : open->second;
}

}  // namespace ledger
