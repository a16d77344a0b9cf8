#pragma once
#include <stdexcept>
#include <utility>

#include "ledger/rules/apply.hpp"
#include "tests/property/world.hpp"

namespace property {

/// An event that a command wrote, and the state that it came into.
struct Written {
    ledger::State before;
    ledger::Event event;
};

/// The first of this kind.
template <class Fact>
Written written_in(const Turn& turn) {
    if (!turn.outcome) throw std::runtime_error(turn.outcome.error().detail);
    ledger::State state = turn.before;
    for (const ledger::Event& event : *turn.outcome) {
        if (std::holds_alternative<Fact>(event.payload)) return {std::move(state), event};
        ledger::apply(state, event);
    }
    throw std::runtime_error("the command did not write what the test is about");
}

}  // namespace property
