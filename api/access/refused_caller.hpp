#pragma once
#include <string>

#include "api/problem.hpp"
#include "ledger/values/id.hpp"

namespace api {

/// Whoever asks is known, and what they ask is not taken for theirs: the log hears of it.
struct RefusedCaller : Problem {
    RefusedCaller(ledger::OperatorId caller, const std::string& stable_code,
                  const std::string& header, const std::string& detail)
        : Problem(403, stable_code, header, detail), who(std::move(caller)) {}
    ledger::OperatorId who;
};

}  // namespace api
