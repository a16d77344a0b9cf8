#include "ledger/rating/terms.hpp"

#include <algorithm>

namespace ledger {
namespace {

DayKind kind_of(Day day, unsigned weekday, const CalendarPublished* calendar) {
    if (calendar != nullptr) {
        const auto& days = calendar->days;
        const auto special =
            std::lower_bound(days.begin(), days.end(), day,
                             [](const CalendarDay& each, Day wanted) { return each.day < wanted; });
        if (special != days.end() && special->day == day)
            return special->kind == SpecialDay::holiday ? DayKind::holiday : DayKind::workday;
    }
    constexpr unsigned saturday = 6;
    return weekday >= saturday ? DayKind::weekend : DayKind::workday;
}

bool is_in_season(MonthDay day, const DayRule& rule) {
    if (rule.from <= rule.to) return rule.from <= day && day <= rule.to;
    return day >= rule.from || day <= rule.to;
}

bool fits(Day day, const DayRule& rule, const CalendarPublished* calendar) {
    const unsigned weekday = civil(day).weekday;
    const auto& weekdays = rule.weekdays;
    if (!weekdays.empty() && std::find(weekdays.begin(), weekdays.end(), weekday) == weekdays.end())
        return false;
    return is_in_season(month_day_of(day), rule) &&
           (rule.on == DayKind::any || rule.on == kind_of(day, weekday, calendar));
}

/// Every moment after `interval.from` and before `interval.to` at which the band may change.
void add_band_cuts(Interval interval, const Terms& terms, const Zone& zone,
                   std::vector<Instant>& cuts) {
    const Day last = zone.day_of(interval.to);
    for (Day day = zone.day_of(interval.from); day <= last; day = day.next()) {
        for (const BandSlot& slot : schedule_on(day, terms))
            cuts.push_back(zone.at(day, slot.from_minute));
    }
}

void add_midnights(Interval interval, const Zone& zone, std::vector<Instant>& cuts) {
    const Day last = zone.day_of(interval.to);
    for (Day day = zone.day_of(interval.from).next(); day <= last; day = day.next())
        cuts.push_back(zone.at(day));
}

/// The band of the last slot that has begun. A slot's beginning is compared as a moment, so that it
/// agrees with the cuts on days with 23 or 25 hours.
Band band_at(Instant at, const Terms& terms, const Zone& zone) {
    const Day day = zone.day_of(at);
    const auto& schedule = schedule_on(day, terms);
    Band band = schedule.front().band;
    for (const BandSlot& slot : schedule) {
        if (zone.at(day, slot.from_minute) <= at) band = slot.band;
    }
    return band;
}

Zone zone_of(const TariffPublished& tariff, const Zone& site_zone) {
    return tariff.zone.empty() ? site_zone : Zone::find(tariff.zone).value();
}

}  // namespace

bool is_time_of_use(const TariffPublished& tariff) { return !tariff.schedule.empty(); }

std::optional<Price> price_of(const TariffPublished& tariff, Band band) {
    const auto found = std::find_if(tariff.prices.begin(), tariff.prices.end(),
                                    [&](const BandPrice& each) { return each.band == band; });
    return found == tariff.prices.end() ? std::nullopt : std::optional(found->price);
}

BandPrice remainder_price(const TariffPublished& tariff) {
    if (const auto flat = price_of(tariff, Band::flat)) return {Band::flat, *flat};
    return *std::min_element(
        tariff.prices.begin(), tariff.prices.end(),
        [](const BandPrice& a, const BandPrice& b) { return a.price < b.price; });
}

const std::vector<BandSlot>& schedule_on(Day day, const Terms& terms) {
    const auto& rules = terms.tariff->rules;
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const DayRule& each) {
        return fits(day, each, terms.calendar);
    });
    return rule == rules.end() ? terms.tariff->schedule : rule->schedule;
}

std::vector<Segment> segments(Interval interval, const Terms& terms, const Zone& site_zone) {
    std::vector<Instant> cuts;
    cuts.reserve(8);
    cuts.push_back(interval.from);
    add_midnights(interval, site_zone, cuts);
    const bool banded = terms.tariff != nullptr && is_time_of_use(*terms.tariff);
    const Zone zone = banded ? zone_of(*terms.tariff, site_zone) : site_zone;
    if (banded) add_band_cuts(interval, terms, zone, cuts);
    std::erase_if(cuts, [&](Instant cut) { return cut < interval.from || cut >= interval.to; });
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());

    std::vector<Segment> pieces;
    pieces.reserve(cuts.size());
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        const Instant end = i + 1 < cuts.size() ? cuts[i + 1] : interval.to;
        const Band band = banded ? band_at(cuts[i], terms, zone) : Band::single;
        pieces.push_back({cuts[i], end, site_zone.day_of(cuts[i]), band});
    }
    return pieces;
}

}  // namespace ledger
