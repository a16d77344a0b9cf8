#pragma once
#include "ledger/rules/control/control_commands.hpp"
#include "ledger/rules/decide.hpp"

namespace ledger {

/// The event that a person's wish leads to, with what it carries to the meter as that is now; or
/// the rule that says no. A row of a batch is such a wish.
Result<CommandRequested, Refusal> request_of(const State& state, const RequestCommand& wish,
                                             const Occasion& occasion);

}  // namespace ledger
