#include "ledger/rules/catalogue/tariff_shape.hpp"

#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

Objection check_prices(const std::vector<BandPrice>& prices) {
    if (auto no = check_range("prices", prices.size(), 1, EnumNames<Band>::names.size())) return no;
    std::set<Band> seen;
    for (const BandPrice& each : prices) {
        if (!seen.insert(each.band).second)
            return Refusal{Rule::prices_must_cover_every_band, "prices",
                           fmt::format("band {} has two prices: give one", to_text(each.band))};
        if (each.price.is_negative() || each.price > highest_price)
            return Refusal{
                Rule::value_must_be_in_range, "prices",
                fmt::format("the price of {} is {}: give 0 to {} per kWh", to_text(each.band),
                            to_text(each.price), to_text(highest_price))};
    }
    return std::nullopt;
}

Objection check_schedule(const std::vector<BandSlot>& schedule) {
    if (schedule.empty()) return std::nullopt;
    if (auto no = check_range("schedule", schedule.size(), 1, minutes_of_a_day)) return no;
    if (schedule.front().from_minute != 0)
        return Refusal{Rule::schedule_must_start_at_midnight, "schedule",
                       "the first slot does not begin at minute 0: begin the day with one"};
    for (std::size_t i = 1; i < schedule.size(); ++i) {
        if (schedule[i].from_minute <= schedule[i - 1].from_minute ||
            schedule[i].from_minute >= minutes_of_a_day)
            return Refusal{Rule::value_must_be_in_range, "schedule",
                           fmt::format("slot {} begins at minute {}: slots ascend within 0 to 1439",
                                       i + 1, schedule[i].from_minute)};
    }
    return std::nullopt;
}

Objection check_month_day(MonthDay day) {
    if (month_day_from_text(to_text(day)) == day) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "rules",
                   fmt::format("{} is no day of a year: give one as 07-01", to_text(day))};
}

Objection check_rules(const std::vector<DayRule>& rules) {
    if (auto no = check_range("rules", rules.size(), 0, most_day_rules)) return no;
    for (const DayRule& rule : rules) {
        if (auto no =
                first_of({check_range("rules.schedule", rule.schedule.size(), 1, minutes_of_a_day),
                          check_schedule(rule.schedule), check_month_day(rule.from),
                          check_month_day(rule.to)}))
            return no;
        for (const std::uint32_t weekday : rule.weekdays) {
            if (auto no = check_range("rules.weekdays", weekday, 1, 7)) return no;
        }
    }
    return std::nullopt;
}

Objection check_tiers(const std::vector<Tier>& tiers) {
    if (auto no = check_range("tiers", tiers.size(), 0, most_tiers)) return no;
    Energy before;
    for (const Tier& tier : tiers) {
        if (tier.above <= before || tier.above > most_energy)
            return Refusal{Rule::tiers_must_ascend, "tiers.above",
                           fmt::format("a tier begins above {} kWh after one above {}: the first "
                                       "tier needs no entry, and each begins above the one before",
                                       to_text(tier.above), to_text(before))};
        if (tier.surcharge < -highest_price || tier.surcharge > highest_price)
            return Refusal{
                Rule::value_must_be_in_range, "tiers.surcharge",
                fmt::format("the surcharge is {}: give -{} to {} per kWh", to_text(tier.surcharge),
                            to_text(highest_price), to_text(highest_price))};
        before = tier.above;
    }
    return std::nullopt;
}

/// One price for all day, or a price for each band the days use and no `single`.
Objection check_cover(const TariffPublished& tariff) {
    const auto has = [&](Band band) {
        return std::any_of(tariff.prices.begin(), tariff.prices.end(),
                           [&](const BandPrice& each) { return each.band == band; });
    };
    const auto missing = [](Band band) {
        return Refusal{Rule::prices_must_cover_every_band, "prices",
                       fmt::format("band {} is used and has no price: give one", to_text(band))};
    };
    if (tariff.schedule.empty()) {
        if (!has(Band::single)) return missing(Band::single);
        if (tariff.prices.size() > 1 || !tariff.rules.empty())
            return Refusal{Rule::prices_must_cover_every_band, "schedule",
                           "there are prices or rules by band and no schedule: say when each band "
                           "holds on all other days"};
        return std::nullopt;
    }
    std::vector<BandSlot> used = tariff.schedule;
    for (const DayRule& rule : tariff.rules)
        used.insert(used.end(), rule.schedule.begin(), rule.schedule.end());
    for (const BandSlot& slot : used) {
        if (slot.band == Band::single || !has(slot.band)) return missing(slot.band);
    }
    if (has(Band::single))
        return Refusal{Rule::prices_must_cover_every_band, "prices",
                       "a schedule has no band single: leave its price out"};
    return std::nullopt;
}

}  // namespace

Objection check_shape(const TariffPublished& tariff) {
    if (auto no = check_prices(tariff.prices)) return no;
    if (auto no = check_schedule(tariff.schedule)) return no;
    if (auto no = check_rules(tariff.rules)) return no;
    if (auto no = check_tiers(tariff.tiers)) return no;
    return check_cover(tariff);
}

Objection check_order(const CalendarPublished& calendar) {
    Day before{};
    for (const CalendarDay& each : calendar.days) {
        if (each.day <= before)
            return Refusal{Rule::value_must_be_in_range, "days",
                           fmt::format("{} stands after {}: list every day once, in their order",
                                       to_text(each.day), to_text(before))};
        before = each.day;
    }
    return std::nullopt;
}

}  // namespace ledger
