#pragma once
#include <string_view>

#include <fmt/core.h>

#include "ledger/events/wire.hpp"
#include "ledger/rules/checks.hpp"

namespace ledger {

/// In a tile of the log every event has its length in 16 bits before it, so a longer one could
/// never be handed out. What is left is for its envelope.
constexpr std::size_t most_bytes_of_a_fact = 60'000;

/// Of facts that carry lists which people send.
template <class Fact>
Objection check_entry_size(std::string_view field, const Fact& fact) {
    const std::size_t bytes = wire::encode(fact).size();
    if (bytes <= most_bytes_of_a_fact) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, std::string(field),
                   fmt::format("this would take {} bytes in the log, and an event holds {}: give "
                               "fewer, or do it in parts",
                               bytes, most_bytes_of_a_fact)};
}

}  // namespace ledger
