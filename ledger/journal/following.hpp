#pragma once
#include <chrono>
#include <cstdint>

// How threads that follow the log keep pace with it.

namespace ledger {

/// Fewer events than these are taken as they come: who asks for what they just did finds it. Where
/// so many come at once more will, and together they are cheaper.
constexpr std::uint64_t many_events = 32;

/// Between two looks at the log while many come; where none comes for so long they have stopped.
constexpr std::chrono::milliseconds breath(5);

}  // namespace ledger
