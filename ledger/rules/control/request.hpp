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

/// Adds a request to what a decision leads to, and the end of what it outranks, caused by it: of
/// the commands about a meter's supply the newest alone is carried out.
/// @param request with a CommandRequested of any kind, whoever asks
void add_request(const State& state, Draft request, std::vector<Draft>& drafts);

}  // namespace ledger
