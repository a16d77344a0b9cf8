#pragma once
#include <map>
#include <optional>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// The open shift of a teller, by its name; nothing where none is open.
std::optional<Position> shift_of(const State& state, std::string_view teller);

/// What should be there of each way of paying: takings, and the float in the till.
std::map<MethodId, Money> expected_in(const Shift& shift);

/// Money of this way of paying may move now: the site wants no shift for it, or the one who asks
/// has one.
Objection check_shift(const State& state, const Occasion& occasion, const MethodId& method);

}  // namespace ledger
