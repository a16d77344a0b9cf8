#pragma once
#include <optional>
#include <string_view>

#include "ledger/events/event.hpp"
#include "ledger/values/few.hpp"
#include "projections/reports/account_days.hpp"

namespace projections {

/// By how much an event changes one wallet, and why, read from its own fields: the postings, which
/// say the same, are held against it.
struct WalletMove {
    std::string_view wallet;  ///< borrowed from the event
    Movement why;
    ledger::Money amount;                 ///< positive: the wallet has more
    std::optional<ledger::Money> stated;  ///< the balance that the event says it leaves
};
using WalletMoves = ledger::Few<WalletMove, 2>;
WalletMoves wallet_moves(const ledger::Payload& payload);

}  // namespace projections
