#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/values/quantity.hpp"

namespace api {

/// How long a balance lasts at the present use: balance ÷ (used ÷ days), in days, rounded down to
/// one decimal: "12.3". "0.0" where nothing is left, nothing where nothing was used. A balance is
/// at most `most_money_at_once`, days are at most 100.
std::optional<std::string> days_left(ledger::Money balance, ledger::Money used, std::int64_t days);

}  // namespace api
