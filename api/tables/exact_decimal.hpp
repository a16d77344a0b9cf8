#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace api {

/// The number that a spreadsheet shows for what it stored, as a plain decimal.
///
/// A spreadsheet keeps binary floating point and shows 15 digits. What was stored with 15 digits or
/// fewer is taken as it stands, `1E-8` written out. With more digits the text has binary noise: it
/// is taken for the shortest decimal that is the same binary number, where that has 15 digits or
/// fewer (0.10000000000000001 is 0.1). What is left was calculated (0.30000000000000004 is not
/// 0.3): nothing. No arithmetic is done; nothing, too, for what is no number or beyond 1e30.
std::optional<std::string> exact_decimal(std::string_view stored);

/// True for a plain decimal of at most 15 digits, which a spreadsheet keeps and shows as it is.
bool is_shown_whole(std::string_view decimal);

}  // namespace api
