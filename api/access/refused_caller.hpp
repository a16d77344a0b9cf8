#pragma once
#include <utility>

#include "api/problem.hpp"
#include "ledger/values/id.hpp"

namespace api {

/// Whoever asks is known, and what they ask is not taken for theirs: the log hears of it.
struct RefusedCaller : Problem {
    RefusedCaller(ledger::OperatorId caller, Problem problem)
        : Problem(std::move(problem)), who(std::move(caller)) {}
    ledger::OperatorId who;
};

}  // namespace api
