#pragma once
#include "ledger/rules/checks.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// A customer who can have an account: not one who was forgotten. Nobody needs a name for it, so
/// the id need not be registered.
Objection check_customer(const State& state, const CustomerId& customer);

}  // namespace ledger
