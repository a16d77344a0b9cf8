#pragma once
#include <vector>

#include "ledger/events/energy.hpp"
#include "ledger/rating/terms.hpp"

namespace ledger {

// 阶梯. What a meter used is counted over a month or a year, and what lies beyond a tier's limit
// costs a surcharge. The surcharge does not depend on the band, so that the order in which bands
// were used within a cycle changes nothing.

/// The first day of the cycle in which this day lies. `opened` is the day the account was opened:
/// a cycle of its own begins on that day of every month (or on the month's last, if it is shorter)
/// or of every year.
Day cycle_of(Day day, const TariffPublished& tariff, Day opened);

/// Adds the surcharge lines that this energy leads to, and moves the count on. The lines are of one
/// set of terms, energy only, in the order of their days; a tariff without tiers counts nothing.
void add_surcharges(std::vector<ChargeLine>& lines, const Terms& terms, Day opened,
                    TierCount& count);

}  // namespace ledger
