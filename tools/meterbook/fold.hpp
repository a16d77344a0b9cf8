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

/// Where a replay ends: behind a position, or before what was recorded after a moment.
struct Until {
    ledger::Position position{UINT64_MAX};
    ledger::Instant moment = ledger::latest_instant;
};

/// Folds a log from position 1. Events are decoded on several threads and folded in order; memory
/// grows with meters, wallets and sales, not with the log.
Books fold(const ledger::EventSource& log, const Until& until);

}  // namespace meterbook
