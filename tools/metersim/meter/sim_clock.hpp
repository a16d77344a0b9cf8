#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

#include "tools/metersim/meter/local_time.hpp"

namespace metersim {

/// The one clock of a simulation: `speed` simulated seconds a real second from `start` on (0 stands
/// still), and jumps forward on request. It never goes back. Any thread may ask and jump.
class SimClock {
public:
    SimClock(Instant start, std::int64_t speed);

    Instant now() const;
    void jump(std::chrono::seconds ahead);  ///< Throws std::invalid_argument for a jump back.

private:
    Instant start_;
    std::int64_t speed_;
    std::chrono::steady_clock::time_point origin_;
    std::atomic<std::int64_t> jumped_seconds_{0};
};

}  // namespace metersim
