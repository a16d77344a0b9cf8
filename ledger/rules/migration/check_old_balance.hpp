#pragma once
#include "ledger/events/people.hpp"
#include "ledger/rules/checks.hpp"

namespace ledger {

/// What comes from an older system: an amount within bounds, and the system's name.
Objection check_old_balance(const OldBalance& balance);

}  // namespace ledger
