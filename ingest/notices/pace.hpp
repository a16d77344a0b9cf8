#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace notices {

/// How often the queue is looked at, and how patient delivery is with trouble.
struct Pace {
    std::chrono::milliseconds look_every{5'000};
    std::chrono::milliseconds first_pause{60'000};  ///< after the first failure; then twice as long
    std::chrono::milliseconds longest_pause{3'600'000};
    std::uint32_t most_attempts = 12;
};

/// So long a notice waits that failed so often.
inline std::chrono::milliseconds pause_of_notice(const Pace& pace, std::uint32_t failures) {
    constexpr std::uint32_t most_doublings = 20;
    if (failures == 0) return std::chrono::milliseconds(0);
    const std::int64_t doubled = std::int64_t{1} << std::min(failures - 1, most_doublings);
    return std::min(pace.first_pause * doubled, pace.longest_pause);
}

/// So long a channel rests that failed so often in a row, whichever the notice: never more than
/// eight first pauses, since nobody says when a modem is plugged in again.
inline std::chrono::milliseconds pause_of_channel(const Pace& pace, std::uint32_t failures) {
    constexpr std::uint32_t most_failures = 4;
    return pause_of_notice(pace, std::min(failures, most_failures));
}

}  // namespace notices
