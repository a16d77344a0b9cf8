#pragma once
#include <span>

#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Asks for the memory that these readings are about to be decided by: meters, wallets and
/// versions, all of them at once. A large book does not lie in the processor's caches, and each
/// reading would wait for one piece after another. Changes nothing.
void look_ahead(const State& state, std::span<const RecordReading* const> readings);

}  // namespace ledger
