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

/// Of all days that the interval touches, in the order of time. Days with 23 or 25 hours have
/// theirs where the clock shows them.
std::vector<BandBegin> band_begins(Interval interval, const Terms& terms, const Zone& zone) {
    std::vector<BandBegin> begins;
    const Day last = zone.day_of(interval.to);
    for (Day day = zone.day_of(interval.from); day <= last; day = day.next()) {
        for (const BandSlot& slot : schedule_on(day, terms))
            begins.push_back({zone.at(day, slot.from_minute), slot.band});
    }
    return begins;
}

void add_midnights(Interval interval, const Zone& zone, std::vector<Instant>& cuts) {
    const Day last = zone.day_of(interval.to);
    for (Day day = zone.day_of(interval.from).next(); day <= last; day = day.next())
        cuts.push_back(zone.at(day));
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
    const bool banded = terms.tariff != nullptr && is_time_of_use(*terms.tariff);
    std::vector<BandBegin> begins;
    if (banded) begins = band_begins(interval, terms, zone_of(*terms.tariff, site_zone));
    std::vector<Instant> cuts{interval.from};
    add_midnights(interval, site_zone, cuts);
    for (const BandBegin& each : begins) cuts.push_back(each.at);
    std::erase_if(cuts, [&](Instant cut) { return cut < interval.from || cut >= interval.to; });
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());

    std::vector<Segment> pieces;
    pieces.reserve(cuts.size());
    auto next = begins.begin();
    Band band = Band::single;
    for (std::size_t i = 0; i < cuts.size(); ++i) {
        for (; next != begins.end() && next->at <= cuts[i]; ++next) band = next->band;
        const Instant end = i + 1 < cuts.size() ? cuts[i + 1] : interval.to;
        pieces.push_back({cuts[i], end, site_zone.day_of(cuts[i]), band});
    }
    return pieces;
}

}  // namespace ledger
