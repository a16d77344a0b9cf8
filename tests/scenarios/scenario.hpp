#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "ledger/rules/refusal.hpp"
#include "tests/scenarios/fault.hpp"

namespace scenarios {

/// What came of playing one scenario.
struct Played {
    std::optional<Fault> fault;       ///< none: everything was as the scenario says
    std::set<ledger::Rule> refusals;  ///< the rules that said no, as expected
};

/// Plays a scenario, line by line, and holds every event of it against the laws of the book.
Played play(std::string_view text);

}  // namespace scenarios
