#pragma once
#include <optional>
#include <vector>

#include "ledger/events/event.hpp"
#include "projections/reports/account_days.hpp"

namespace projections {

/// By how much an event changes one wallet, and why, read from its own fields: the postings, which
/// say the same, are held against it.
struct WalletMove {
    ledger::WalletId wallet;
    Movement why;
    ledger::Money amount;                 ///< positive: the wallet has more
    std::optional<ledger::Money> stated;  ///< the balance that the event says it leaves
};
std::vector<WalletMove> wallet_moves(const ledger::Payload& payload);

}  // namespace projections
