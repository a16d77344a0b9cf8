#include "tools/meterbook/bundle/balance_check.hpp"

#include <fmt/core.h>

#include "ledger/rules/postings.hpp"

namespace meterbook {

std::optional<Finding> balances_breach(const Balances& posted, const ledger::State& state,
                                       std::uint64_t position) {
    ledger::Money sum;
    for (const auto& [account, balance] : posted) sum += balance;
    if (!sum.is_zero()) return Finding{position, all_balances_sum_to_zero, to_text(sum)};
    for (const auto& [id, wallet] : state.wallets) {
        const auto known = posted.find(ledger::wallet_account(id));
        const ledger::Money credit = known == posted.end() ? ledger::Money{} : -known->second;
        if (credit != wallet.balance)
            return Finding{position, balance_is_the_sum,
                           fmt::format("wallet {}: {} is posted, {} is held", id.text(),
                                       to_text(credit), to_text(wallet.balance))};
    }
    return std::nullopt;
}

}  // namespace meterbook
