#pragma once
#include "ledger/rules/checks.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Registers that the arithmetic holds: step, ratio and every count within its bounds.
Objection check_registers(std::string_view field, const Registers& registers);

/// Read an hour ago at most: what is settled now rests on it.
Objection check_fresh(const Meter& meter, Instant now);

}  // namespace ledger
