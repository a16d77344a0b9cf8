#pragma once
#include <map>
#include <string>

#include "ledger/journal/event_source.hpp"
#include "ledger/rules/state.hpp"

namespace meterbook {

/// What a log comes to: the state, and the balance of every account (positive is a debit).
struct Books {
    ledger::State state;
    std::map<std::string, ledger::Money> balances;
};

/// Folds a log from position 1 up to `end`. Events are decoded on several threads and folded in
/// order; memory grows with meters, wallets and sales, not with the log.
Books fold(const ledger::EventSource& log, ledger::Position end);

}  // namespace meterbook
