#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

/// `count` units of 10^-digits as decimal text without needless zeros beyond the second decimal:
/// (12340000, 6) -> "12.34", (400, 3) -> "0.40", (61730000, 8) -> "0.6173".
std::string to_decimal(std::int64_t count, int digits);

/// The exact count of 10^-digits in a plain decimal ("12", "-0.5", "12.340"); nothing for anything
/// else: exponents, signs other than a leading '-', blanks, more decimals than `digits`, overflow.
std::optional<std::int64_t> from_decimal(std::string_view text, int digits);

}  // namespace ledger
