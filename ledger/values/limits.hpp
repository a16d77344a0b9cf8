#pragma once
#include <cstdint>

#include "ledger/values/quantity.hpp"

namespace ledger {

// Every bound on what comes in. They are far above any real building and far below 64 bits, so that
// the arithmetic inside cannot overflow; it is checked all the same.

constexpr Money most_money_at_once{1'000'000'000'000'000};  ///< one thousand million units
constexpr Price highest_price{100'000'000'000};             ///< 1,000 units per kWh
constexpr Energy most_energy{1'000'000'000'000'000};        ///< of one register: 1e12 kWh
constexpr std::uint32_t highest_ratio = 9'999;              ///< of CT, and of PT
constexpr std::uint32_t highest_step_wh = 1'000'000;
constexpr std::uint32_t highest_rated_power_w = 1'000'000'000;
constexpr std::uint32_t most_units_on_a_line = 247;
constexpr std::uint32_t most_text = 200;  ///< bytes of a name or a reason
constexpr std::uint32_t minutes_of_a_day = 1'440;
constexpr std::size_t most_rates = 5;

// A register's worth of energy at the highest price is the largest exact amount there is.
static_assert(most_energy.count() <= INT64_MAX / 1'000);

}  // namespace ledger
