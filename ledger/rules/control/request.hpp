#pragma once
#include "ledger/rules/checks.hpp"
#include "ledger/rules/control/control_commands.hpp"
#include "ledger/rules/decide.hpp"

namespace ledger {

/// When a command ends of itself that was asked for now: where nothing else is wanted, in a day.
Instant expiry_of(const std::optional<Instant>& wanted, Instant now);
Objection check_expiry(Instant expires_at, Instant now);

/// The event that a person's wish leads to, with what it carries to the meter as that is now; or
/// the rule that says no. A row of a batch is such a wish.
Result<CommandRequested, Refusal> request_of(const State& state, const RequestCommand& wish,
                                             const Occasion& occasion);

}  // namespace ledger
