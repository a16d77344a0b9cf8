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

/// The moment from which a band holds, until the next one begins.
struct BandBegin {
    Instant at;
    Band band;
};

/// The days of an interval, and the clock that shows them.
struct Days {
    Zone zone;
    Day first;
    Day last;
};

Days days_of(Interval interval, const Zone& zone) {
    return {zone, zone.day_of(interval.from), zone.day_of(interval.to)};
}

/// Most tariffs have no clock of their own.
Days days_of_tariff(Interval interval, const TariffPublished& tariff, const Days& of_site) {
    return tariff.zone.empty() ? of_site : days_of(interval, Zone::find(tariff.zone).value());
}

/// The bands of an interval in the order of time, each from where it begins within it. Days with 23
/// or 25 hours have theirs where the clock shows them.
Few<BandBegin, 4> bands_in(Interval interval, const Terms& terms, const Days& of_site) {
    Few<BandBegin, 4> begins{{interval.from, Band::single}};
    if (terms.tariff == nullptr || !is_time_of_use(*terms.tariff)) return begins;
    const auto& [zone, first, last] = days_of_tariff(interval, *terms.tariff, of_site);
    for (Day day = first; day <= last; day = day.next()) {
        for (const BandSlot& slot : schedule_on(day, terms)) {
            const Instant at = std::max(zone.at(day, slot.from_minute), interval.from);
            if (at >= interval.to) break;
            if (at > begins.back().at) begins.push_back({at, slot.band});
            begins.back().band = slot.band;
        }
    }
    return begins;
}

Few<Instant, 2> midnights_in(Interval interval, const Days& days) {
    Few<Instant, 2> midnights;
    for (Day day = days.first.next(); day <= days.last; day = day.next()) {
        const Instant at = days.zone.at(day);
        if (at > interval.from && at < interval.to) midnights.push_back(at);
    }
    return midnights;
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

Segments segments(Interval interval, const Terms& terms, const Zone& site_zone) {
    const Days days = days_of(interval, site_zone);
    const auto day_of = [&](Instant at) {
        return days.first == days.last ? days.first : site_zone.day_of(at);
    };
    const auto bands = bands_in(interval, terms, days);
    const auto midnights = midnights_in(interval, days);

    Segments pieces;
    const auto* midnight = midnights.begin();
    for (std::size_t i = 0; i < bands.size(); ++i) {
        const Instant end = i + 1 < bands.size() ? bands[i + 1].at : interval.to;
        Instant from = bands[i].at;
        for (; midnight != midnights.end() && *midnight < end; ++midnight) {
            if (*midnight == from) continue;  // a band begins with the day
            pieces.push_back({from, *midnight, day_of(from), bands[i].band});
            from = *midnight;
        }
        pieces.push_back({from, end, day_of(from), bands[i].band});
    }
    return pieces;
}

}  // namespace ledger
