#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/rules/commands.hpp"
#include "ledger/rules/correction/past.hpp"
#include "ledger/rules/edits.hpp"
#include "ledger/rules/refusal.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// An event before the book has numbered and stamped it.
struct Draft {
    Payload payload;
    Instant occurred_at;
    Position causation;  ///< none: the command itself
};

/// Who asks, when, and why: what a decision may know besides the state.
struct Occasion {
    Instant now;
    std::string reason;  ///< required where money or a person's power is touched by hand
    Actor actor{};
    Past past{};                         ///< the meter's, for the two commands that correct
    std::optional<Instant> seen_at{};    ///< by whoever tells it later; none: now
    std::optional<Expected> expected{};  ///< how whoever edits saw the subject; none: no matter

    Instant happened() const { return seen_at.value_or(now); }
};

using Decision = Result<std::vector<Draft>, Refusal>;

/// The events that this command leads to in this state, or the rule it breaks. Pure and total; the
/// order of the checks is fixed. The first draft will stand at `state.last.next()`.
Decision decide(const State& state, const Command& command, const Occasion& occasion);

}  // namespace ledger
