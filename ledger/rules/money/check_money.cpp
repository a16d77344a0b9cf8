#include "ledger/rules/money/check_money.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/values/limits.hpp"

namespace ledger {

Objection check_amount(Money amount) {
    if (!amount.is_positive())
        return Refusal{Rule::amount_must_be_positive, "amount",
                       fmt::format("amount is {}: give more than 0", to_text(amount))};
    if (!is_whole_cents(amount))
        return Refusal{Rule::amount_must_be_whole_cents, "amount",
                       fmt::format("amount is {}: give at most two decimals", to_text(amount))};
    if (amount > most_money_at_once)
        return Refusal{Rule::value_must_be_in_range, "amount",
                       fmt::format("amount is {}: give at most {}", to_text(amount),
                                   to_text(most_money_at_once))};
    return std::nullopt;
}

Objection check_method(const SiteConfigured& site, const MethodId& method) {
    const auto& known = site.payment_methods;
    if (std::find(known.begin(), known.end(), method) != known.end()) return std::nullopt;
    std::string list;
    for (const MethodId& each : known) list += (list.empty() ? "" : ", ") + each.text();
    return Refusal{
        Rule::method_must_be_configured, "method",
        fmt::format("this site does not take '{}': give one of {}",
                    MethodId::is_well_formed(method.text()) ? method.text() : "(unnamed)", list)};
}

Objection check_limits(Money overdraft, const std::optional<Money>& hoarding_limit) {
    if (overdraft.is_negative() || overdraft > most_money_at_once)
        return Refusal{Rule::value_must_be_in_range, "overdraft",
                       fmt::format("overdraft is {}: give 0 to {}", to_text(overdraft),
                                   to_text(most_money_at_once))};
    if (!hoarding_limit || (hoarding_limit->is_positive() && *hoarding_limit <= most_money_at_once))
        return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "hoarding_limit",
                   fmt::format("hoarding_limit is {}: give more than 0 and at most {}, or leave it "
                               "out for no limit",
                               to_text(*hoarding_limit), to_text(most_money_at_once))};
}

Objection check_open(const State& state, const Wallet& wallet) {
    if (state.accounts.contains(wallet.account)) return std::nullopt;
    return Refusal{Rule::account_must_exist, "wallet",
                   fmt::format("account '{}' of this wallet is closed: its money was settled then",
                               wallet.account.text())};
}

}  // namespace ledger
