#pragma once
#include <string_view>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// The meter is not retired.
Objection check_in_use(std::string_view field, const Meter& meter);

}  // namespace ledger
