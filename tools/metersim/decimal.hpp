#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace metersim {

/// The exact count of 10^-digits in a plain decimal such as "12", "-0.50" or "42949672.95";
/// nothing for any other text, for more decimals than `digits`, and beyond 18 figures.
std::optional<std::int64_t> read_decimal(std::string_view text, int digits);

/// `count` units of 10^-digits with all its decimals: (1234, 2) -> "12.34".
std::string write_decimal(std::int64_t count, int digits);

}  // namespace metersim
