#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/values/quantity.hpp"

namespace ledger {

/// Divides energy in proportion to the weights, to the watt-hour. The parts always sum to the
/// whole: each cut is the floor of its exact place, so no part is off by a whole watt-hour.
/// Weights are at least 0 and their sum is positive.
std::vector<Energy> split(Energy whole, std::span<const std::int64_t> weights);

}  // namespace ledger
