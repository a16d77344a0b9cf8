#include "tools/metersim/meter/sim_clock.hpp"

#include <stdexcept>

namespace metersim {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

}  // namespace

SimClock::SimClock(Instant start, std::int64_t speed)
    : start_(start), speed_(speed), origin_(steady_clock::now()) {
    if (speed < 0) throw std::invalid_argument("time cannot run backwards: speed must be >= 0");
}

Instant SimClock::now() const {
    const auto real = std::chrono::floor<milliseconds>(steady_clock::now() - origin_);
    return start_ + real * speed_ + std::chrono::seconds{jumped_seconds_.load()};
}

void SimClock::jump(std::chrono::seconds ahead) {
    constexpr std::chrono::seconds ten_years = std::chrono::years{10};
    if (ahead.count() < 0) throw std::invalid_argument("time cannot jump backwards");
    if (ahead > ten_years) throw std::invalid_argument("one jump may span ten years at most");
    jumped_seconds_.fetch_add(ahead.count());
}

}  // namespace metersim
