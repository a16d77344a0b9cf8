#pragma once
#include <cstdint>

#include "ledger/values/quantity.hpp"

namespace ledger {

// Every bound on what comes in. They are far above any real building and far below 64 bits, so that
// the arithmetic inside cannot overflow; it is checked all the same.

constexpr Money most_money_at_once{1'000'000'000'000'000};  ///< one thousand million units
constexpr Money highest_fee{1'000'000'000'000};             ///< a day or a month: one million units
constexpr Price highest_price{100'000'000'000};             ///< 1,000 units per kWh
constexpr Energy most_energy{1'000'000'000'000'000};        ///< of one register: 1e12 kWh
constexpr std::uint32_t highest_ratio = 9'999;              ///< of CT, and of PT
constexpr std::uint32_t highest_step_wh = 1'000'000;
constexpr std::uint32_t highest_rated_power_w = 1'000'000'000;
constexpr std::uint32_t most_units_on_a_line = 247;
constexpr std::uint32_t most_text = 200;           ///< bytes of a name or a reason
constexpr std::uint32_t most_notice_text = 2'000;  ///< bytes of the words of a notice
constexpr std::uint32_t minutes_of_a_day = 1'440;
constexpr std::uint32_t most_look_back_days = 400;  ///< a year, and a month to find out
constexpr std::size_t most_rates = 5;
constexpr std::size_t most_day_rules = 64;
constexpr std::size_t most_tiers = 9;
constexpr std::size_t most_fees_of_a_wallet = 8;
constexpr std::uint32_t highest_service_fee_ppm = 500'000;  ///< a half of what is paid
constexpr std::size_t most_events_of_a_command = 1'024;     ///< what a frame of the journal holds
constexpr std::size_t most_meters_of_a_batch = 10'000;
constexpr std::uint32_t longest_patience_minutes = 43'200;  ///< 30 days
constexpr std::size_t most_protected_hours = 28;            ///< of a week
constexpr std::uint32_t most_messages_a_day = 100;          ///< to one number
constexpr std::size_t most_roles_of_an_operator = 20;
constexpr std::size_t most_bounds_of_an_operator = 1'000;  ///< buildings, and accounts
constexpr std::size_t most_calendar_days = 20'000;         ///< a century of weekends and holidays

/// Between two readings, of the total and of all rates together: 1e9 kWh.
constexpr Energy most_energy_at_once{1'000'000'000'000};

// In micro-units: Wh × 1e-8 per kWh / 1e5. Total, rates, remainder and the tiers' surcharges
// together are five times one.
static_assert(most_energy_at_once.count() / 100'000 <= INT64_MAX / 5 / highest_price.count());

}  // namespace ledger
