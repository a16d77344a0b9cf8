#include "tools/metersim/wire/pacing.hpp"

namespace metersim {

using std::chrono::microseconds;

microseconds Pacing::characters(std::size_t count) const {
    if (baud == 0) return microseconds{0};
    return microseconds{static_cast<long long>(count) * 10'000'000 / baud};
}

microseconds Pacing::silence() const {
    if (baud == 0) return microseconds{0};
    if (baud > 19200) return microseconds{1750};
    return microseconds{35'000'000 / baud};
}

microseconds Pacing::until_answered(std::size_t request, std::size_t reply) const {
    if (baud == 0) return microseconds{0};
    return characters(request) + silence() + think + characters(reply);
}

microseconds Pacing::transaction(std::size_t request, std::size_t reply) const {
    return until_answered(request, reply) + silence();
}

}  // namespace metersim
