#pragma once
#include "ledger/events/catalogue.hpp"
#include "ledger/rules/checks.hpp"

namespace ledger {

/// Prices, schedule, rules and tiers that any energy at any time can be rated by: `decide` takes no
/// others, and the laws hold that no others stand in a log.
Objection check_shape(const TariffPublished& tariff);

/// Each day once, in their order.
Objection check_order(const CalendarPublished& calendar);

}  // namespace ledger
