#pragma once
#include "ledger/rules/commands.hpp"

namespace property {

// The tariffs of the small world. FLAT: one price. TOU: bands, and tiers by the account's year.
// OWN: bands without a flat one, on a clock of its own. TIERED: one price, and tiers by the month,
// the last of them cheaper. SEASONS: other schedules on some days, and tiers by the account's
// month.
constexpr std::uint32_t tariff_count = 5;

ledger::TariffId tariff_name(std::uint32_t tariff);

/// The next version of a tariff, with prices of so many percent.
ledger::PublishTariff version_of(std::uint32_t tariff, ledger::Instant from, std::uint32_t percent);

/// Days of the calendar that SEASONS goes by.
ledger::PublishCalendar calendar();

}  // namespace property
