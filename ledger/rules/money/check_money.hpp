#pragma once
#include "ledger/rules/checks.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

// What money that people hand over, or move, must be.

/// More than nothing, in whole cents, and not beyond all bounds.
Objection check_amount(Money amount);

/// One of the site's payment methods.
Objection check_method(const SiteConfigured& site, const MethodId& method);

/// What a wallet may owe is not less than nothing, and what it may hold is more than nothing.
Objection check_limits(Money overdraft, const std::optional<Money>& hoarding_limit);

/// The account of this wallet is open.
Objection check_open(const State& state, const Wallet& wallet);

}  // namespace ledger
