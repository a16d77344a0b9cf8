#pragma once
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "ledger/rules/laws.hpp"

namespace ledger {

// The words in which laws are written.

using Finding = std::optional<Breach>;

inline Finding first_of(std::initializer_list<Finding> findings) {
    const auto* found = std::find_if(findings.begin(), findings.end(),
                                     [](const Finding& each) { return each.has_value(); });
    return found == findings.end() ? std::nullopt : *found;
}

inline Finding hold(bool holds, Law law, std::string_view detail) {
    return holds ? std::nullopt : Finding(Breach{law, std::string(detail)});
}

template <class Map>
Finding know(const Map& map, const typename Map::key_type& key, std::string_view what) {
    return hold(map.contains(key), Law::event_speaks_of_known_things, what);
}

/// The open credit of a wallet is its balance, or it has a debt and no open credit.
inline Finding credit_breach(const Wallet& wallet) {
    Money open;
    for (const auto& [sale, left] : wallet.credit) open += left;
    return hold(open == std::max(Money{}, wallet.balance), Law::open_credit_is_the_balance,
                "the unconsumed credit is not the balance");
}

inline Finding balance_breach(const Wallet& wallet, Money change, Money after) {
    if (auto found = credit_breach(wallet)) return found;
    if (wallet.balance + change == after) return std::nullopt;
    return Breach{Law::balance_after_is_computed,
                  fmt::format("{} after {} and {} is recorded", to_text(after),
                              to_text(wallet.balance), to_text(change))};
}

}  // namespace ledger
