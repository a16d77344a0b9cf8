#include "ledger/rating/tiers.hpp"

#include <algorithm>
#include <map>

namespace ledger {
namespace {

/// The energy of one day, and whether all of it was measured.
struct DayUse {
    Energy energy;
    LineBasis basis = LineBasis::measured;
};

std::map<Day, DayUse> by_day(const std::vector<ChargeLine>& lines) {
    std::map<Day, DayUse> days;
    for (const ChargeLine& line : lines) {
        DayUse& use = days[line.day];
        use.energy += line.energy;
        if (line.basis == LineBasis::estimated) use.basis = LineBasis::estimated;
    }
    return days;
}

/// How much of the first `used` watt-hours of a cycle lies in this tier.
Energy within(const std::vector<Tier>& tiers, std::size_t tier, Energy used) {
    const Energy above = tiers[tier].above;
    const Energy below = tier + 1 < tiers.size() ? std::min(used, tiers[tier + 1].above) : used;
    return std::max(below - above, Energy{});
}

}  // namespace

Day cycle_of(Day day, const TariffPublished& tariff, Day opened) {
    const CivilDay now = civil(day);
    const bool own = tariff.cycle_start == CycleStart::account;
    const CivilDay start = own ? civil(opened) : CivilDay{1970, 1, 1, 4};
    if (tariff.tier_cycle == TierCycle::year) {
        const Day begun = day_in_month(now.year, start.month, start.day);
        return begun <= day ? begun : day_in_month(now.year - 1, start.month, start.day);
    }
    const Day begun = day_in_month(now.year, now.month, start.day);
    if (begun <= day) return begun;
    return now.month == 1 ? day_in_month(now.year - 1, 12, start.day)
                          : day_in_month(now.year, now.month - 1, start.day);
}

void add_surcharges(std::vector<ChargeLine>& lines, const Terms& terms, Day opened,
                    TierCount& count) {
    const auto& tiers = terms.tariff->tiers;
    if (tiers.empty()) return;
    for (const auto& [day, use] : by_day(lines)) {
        const Day cycle = cycle_of(day, *terms.tariff, opened);
        if (count.cycle != cycle) count = {cycle, {}};
        const Energy used = count.used + use.energy;
        for (std::size_t i = 0; i < tiers.size(); ++i) {
            const Energy part = within(tiers, i, used) - within(tiers, i, count.used);
            if (part.is_zero()) continue;
            lines.push_back({.tariff = terms.published,
                             .band = Band::single,
                             .day = day,
                             .energy = part,
                             .price = tiers[i].surcharge,
                             .amount = {},
                             .basis = use.basis,
                             .tier = static_cast<std::uint32_t>(i + 2)});
        }
        count.used = used;
    }
}

}  // namespace ledger
