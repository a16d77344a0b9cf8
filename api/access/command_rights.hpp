#pragma once
#include <vector>

#include "api/routes.hpp"
#include "ledger/rules/commands.hpp"

namespace api {

/// What a command takes besides the right of the route that it came by: what it does to the past,
/// to debts, to money on the side.
std::vector<Right> further_rights(const ledger::Command& command, ledger::Instant now);

/// Throws Problem 403 where the caller lacks one of them, or is bound to other buildings than the
/// command is about.
void need_rights_of(const Call& call, const ledger::Command& command);

}  // namespace api
