#pragma once
#include <optional>
#include <vector>

#include "ledger/rules/decide.hpp"

namespace ledger {

// How a wallet is cleared.

/// Credit is paid out in whole cents, debt collected in whole cents; what is less stays.
Settlement settlement(const WalletId& id, Money balance, const MethodId& method);

/// What becomes of a wallet's rest when a meter leaves: nothing is said, it is settled, or all of
/// the credit moves to another wallet, which holds `arrived` then. `balance` is what the wallet
/// that is left holds after its last fees; `settled` may take a second person.
struct Rest {
    std::vector<Draft> drafts;
    std::optional<Money> arrived;
    std::vector<TransactionProposed> settled{};
};
Result<Rest, Refusal> rest_of(const State& state, const Meter& leaving, const DetachMeter& command,
                              Money balance, const Occasion& occasion);

}  // namespace ledger
