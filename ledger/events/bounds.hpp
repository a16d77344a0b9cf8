#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/events/event.hpp"

namespace ledger {

/// Of money, energy and prices: a million million units, and a thousand times what any rule takes.
inline constexpr std::int64_t most_of_a_quantity = 1'000'000'000'000'000'000;

/// The first field of an event that holds what no book can record, by its path: a moment or a day
/// before 1970 or after 2199, an amount beyond 10^18 of its smallest unit, more rate registers than
/// a meter has. Nothing where there is none. Rules count the days between them and add them up, so
/// this is held before any is asked. Pure; any thread.
std::optional<std::string> field_out_of_bounds(const Event& event);

}  // namespace ledger
