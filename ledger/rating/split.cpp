#include "ledger/rating/split.hpp"

#include <numeric>

namespace ledger {
namespace {

__extension__ using Wide = __int128;

Wide floor_divide(Wide dividend, Wide divisor) {
    const Wide quotient = dividend / divisor;
    return quotient - (dividend % divisor < 0 ? 1 : 0);
}

}  // namespace

std::vector<Energy> split(Energy whole, std::span<const std::int64_t> weights) {
    const Wide total = std::accumulate(weights.begin(), weights.end(), Wide{0});
    ensure(total > 0, "something to divide by");
    std::vector<Energy> parts;
    parts.reserve(weights.size());
    Wide passed = 0;
    std::int64_t cut = 0;
    for (const std::int64_t weight : weights) {
        ensure(weight >= 0, "no negative weight");
        passed += weight;
        const auto next = static_cast<std::int64_t>(floor_divide(whole.count() * passed, total));
        parts.emplace_back(next - cut);
        cut = next;
    }
    return parts;
}

}  // namespace ledger
