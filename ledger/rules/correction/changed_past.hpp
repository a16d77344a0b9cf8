#pragma once
#include <optional>

#include "ledger/rules/refusal.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Which of what a meter was charged a fact changes that comes late.
struct ChangedPast {
    std::optional<Instant> from;  ///< of its present account; none: nothing
    bool before = false;          ///< something of an account that it has left

    bool is_any() const { return from || before; }
};

/// What of this meter's past costs something else by this fact, which the state does not hold yet.
ChangedPast changed_past(const State& state, const Meter& meter, const TariffPublished& fact);
ChangedPast changed_past(const State& state, const Meter& meter, const TariffAssigned& fact);
ChangedPast changed_past(const State& state, const Meter& meter, const CalendarPublished& fact);

/// Up to here the book corrects what was charged; what lies before is for a person.
Instant look_back_limit(const State& state, Instant now);

/// The refusal of a fact that changes more of this meter's past than the site looks back.
std::optional<Refusal> check_look_back(const State& state, const Meter& meter,
                                       const ChangedPast& changed, std::string_view field,
                                       Instant now);

}  // namespace ledger
