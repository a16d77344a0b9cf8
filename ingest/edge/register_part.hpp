#pragma once
#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace edge {

/// What a gateway needs of the book's state to do its work, and nothing else of it: the site's
/// patience, its own lines and their meters, when their prices change, and the commands to these.
/// Nobody's money, and no people.
ledger::State register_part(const ledger::State& state, const ledger::GatewayId& gateway);

/// What the gateway's part will be when the book has taken this, where that matters to the work at
/// the lines.
void foresee(ledger::State& part, const ledger::Command& told);

/// True for what this gateway may tell: of its own lines and their meters. What is told of a
/// command that is over is the book's to judge.
bool may_tell(const ledger::State& state, const ledger::GatewayId& gateway,
              const ledger::Command& told);

}  // namespace edge
