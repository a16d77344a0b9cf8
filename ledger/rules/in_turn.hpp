#pragma once
#include <vector>

#include "ledger/rules/decide.hpp"

namespace ledger {

/// Several commands that happen together or not at all: each is decided against what the ones
/// before it left. Works on a copy of as much of the state as they look at, and is as pure as
/// `decide` is.
class InTurn {
public:
    InTurn(State part, Occasion occasion) : part_(std::move(part)), occasion_(std::move(occasion)) {
        occasion_.expected.reset();  // was true of the whole, before the first of them
    }

    /// The rule that says no, and then nothing more may be taken.
    std::optional<Refusal> take(const Command& command);

    /// As the commands so far leave it.
    const State& state() const { return part_; }

    std::vector<Draft> drafts() { return std::move(drafts_); }

private:
    State part_;
    Occasion occasion_;
    std::vector<Draft> drafts_;
};

}  // namespace ledger
