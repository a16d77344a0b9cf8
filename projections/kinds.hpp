#pragma once
#include <variant>

#include "ledger/events/event.hpp"

namespace projections {

/// Whether an event is of one of these kinds: asked before anything else by what hardly any event
/// concerns.
template <class... Fact>
bool is_any_of(const ledger::Payload& payload) {
    return (std::holds_alternative<Fact>(payload) || ...);
}

}  // namespace projections
