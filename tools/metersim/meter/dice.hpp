#pragma once
#include <cstdint>
#include <string_view>

namespace metersim {

/// A number that looks random and is a pure function of its arguments (SplitMix64), so that a
/// building of one seed behaves the same in every run and at every polling rhythm.
std::uint64_t dice(std::uint64_t seed, std::uint64_t throw_number);

/// The same, brought to lowest..highest, both included.
std::int64_t dice_between(std::uint64_t random, std::int64_t lowest, std::int64_t highest);

/// A seed of its own for each name.
std::uint64_t seed_of(std::uint64_t seed, std::string_view name);

}  // namespace metersim
