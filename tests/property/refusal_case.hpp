#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "tests/property/world.hpp"

// A rule, and how it is made to say no.

namespace property {

using namespace ledger;

inline Refusal refusal_of(const Outcome& outcome) {
    if (outcome) return {{}, "nothing was refused", ""};
    return outcome.error();
}

inline Refusal ask(World& world, const Command& command) {
    return refusal_of(world.ask(command).outcome);
}

/// The same without a reason.
inline Refusal ask_silently(World& world, const Command& command) {
    return refusal_of(world.ask(command, "").outcome);
}

struct Case {
    Rule rule;
    std::string_view field;
    std::function<Refusal(World&)> provoke;
};

/// Of customers, prepared accounts, and what comes from an older system.
std::vector<Case> people_cases();

/// Of commands, batches, notices, and sales to meters.
std::vector<Case> control_cases();

/// Of fees, limits, shifts and periods.
std::vector<Case> office_cases();

/// Of operators, roles and keys.
std::vector<Case> operator_cases();

}  // namespace property
