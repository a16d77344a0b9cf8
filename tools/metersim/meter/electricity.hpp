#pragma once
#include <array>
#include <cstdint>

namespace metersim {

/// What a meter measures at a moment, in its registers' units and on the secondary side.
/// Phases 2 and 3 of a single-phase meter are 0.
struct Electricity {
    std::array<int, 3> decivolts{};
    std::array<int, 3> centiamperes{};
    std::array<int, 3> watts{};
    std::array<int, 3> vars{};
    std::array<int, 3> power_factor_permille{};
    int total_watts = 0;
    int total_vars = 0;
    int total_power_factor_permille = 0;

    friend bool operator==(const Electricity&, const Electricity&) = default;
};

/// Spreads `microwatts` (secondary) over `phases` (1 or 3): voltages near 220 V, a power factor of
/// 0.90 to 0.99 and a slight imbalance come from `random`; current and reactive power agree with
/// them.
Electricity measure(std::int64_t microwatts, int phases, std::uint64_t random);

}  // namespace metersim
