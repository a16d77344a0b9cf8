#pragma once
#include <optional>

#include "ledger/rules/energy/charging_laws.hpp"
#include "ledger/rules/laws.hpp"

namespace ledger {

// `find_breach` in three parts, for who has threads to spare: the first and the last can be done by
// any of them, and only the one between goes through the events in order. An event breaks a law in
// one of the parts if and only if `find_breach` finds one; where it breaks several, the first is
// found by `find_breach` of an event that is not sound, and by the parts of one that is.

/// Whether the event breaks none of the laws that ask for no state. Pure.
bool is_sound(const Event& event);

/// The first law that a sound event breaks in this state, but for what it charges: that is left
/// open, where there is nothing else to say against it. Pure.
std::optional<Breach> find_breach_of_sound(const State& state, const Event& event,
                                           const PastOf& past_of, std::optional<OpenCharge>& open);

/// What is left to hold of the event. Pure.
std::optional<Breach> find_breach_of_charge(const OpenCharge& open, const Event& event);

}  // namespace ledger
