#include "ledger/rules/office/shifts.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace ledger {

std::optional<Position> shift_of(const State& state, std::string_view teller) {
    for (const auto& [position, shift] : state.office.shifts) {
        if (shift.teller.text() == teller) return position;
    }
    return std::nullopt;
}

std::map<MethodId, Money> expected_in(const Shift& shift) {
    std::map<MethodId, Money> expected = shift.takings;
    expected[shift.method] += shift.opening_float;
    return expected;
}

Objection check_shift(const State& state, const Occasion& occasion, const MethodId& method) {
    if (!state.site->counter) return std::nullopt;
    const auto& methods = state.site->counter->till_methods;
    const bool needs_one = std::find(methods.begin(), methods.end(), method) != methods.end();
    if (!needs_one || shift_of(state, occasion.actor.name)) return std::nullopt;
    return Refusal{Rule::money_must_move_in_a_shift, "method",
                   fmt::format("'{}' goes through a till here, and '{}' has no open shift: open "
                               "one first",
                               method.text(), occasion.actor.name)};
}

}  // namespace ledger
