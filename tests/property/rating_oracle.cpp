#include "tests/property/rating_oracle.hpp"

#include <algorithm>
#include <ctime>

#include "tests/property/wall_clock.hpp"

namespace property {

using namespace ledger;

namespace {

constexpr std::int64_t micros_of_a_minute = 60'000'000;

std::optional<Price> price_in(const TariffPublished& terms, Band band) {
    for (const BandPrice& each : terms.prices) {
        if (each.band == band) return each.price;
    }
    return std::nullopt;
}

/// flat, or the lowest price where there is no flat.
BandPrice price_of_the_rest(const TariffPublished& terms) {
    BandPrice lowest = terms.prices.front();
    for (const BandPrice& each : terms.prices) {
        if (each.band == Band::flat) return each;
        if (each.price < lowest.price) lowest = each;
    }
    return lowest;
}

void add(Cost& cost, Position tariff, BandPrice at, std::int64_t wh) {
    if (wh == 0) return;
    cost.exact += Exact{wh} * at.price.count();
    cost.by_band[{tariff, at.band, at.price}] += wh;
}

/// Year, month and day of a day's number, asked of the C library.
std::tm civil_of(std::int64_t day) {
    const std::time_t noon = (day * 24 + 12) * 3600;
    std::tm shown{};
    gmtime_r(&noon, &shown);
    return shown;
}

std::int64_t day_number(int year, int month, int day) {
    std::tm wanted{};
    wanted.tm_year = year - 1900;
    wanted.tm_mon = month - 1;
    wanted.tm_mday = day;
    return floor_divide(timegm(&wanted), 86'400);
}

/// In a month that is too short, its last day.
std::int64_t day_or_last(int year, int month, int day) {
    const std::int64_t next =
        month == 12 ? day_number(year + 1, 1, 1) : day_number(year, month + 1, 1);
    return std::min(day_number(year, month, day), next - 1);
}

/// The last day, up to this one, on which a cycle begins: looked for one by one.
std::int64_t cycle_of(std::int64_t day, const TariffPublished& terms, std::int64_t opened) {
    const bool own = terms.cycle_start == CycleStart::account;
    const std::tm start = civil_of(own ? opened : 0);
    for (std::int64_t at = day;; --at) {
        const std::tm shown = civil_of(at);
        const int month = terms.tier_cycle == TierCycle::year ? start.tm_mon : shown.tm_mon;
        if (day_or_last(shown.tm_year + 1900, month + 1, start.tm_mday) == at) return at;
    }
}

}  // namespace

std::vector<std::int64_t> parts_of(std::int64_t whole, const std::vector<std::int64_t>& lengths) {
    Exact length = 0;
    for (const std::int64_t each : lengths) length += each;
    std::vector<std::int64_t> parts;
    Exact passed = 0;
    std::int64_t given = 0;
    for (const std::int64_t each : lengths) {
        passed += each;
        const auto cut = static_cast<std::int64_t>(Exact{whole} * passed / length);
        parts.push_back(cut - given);
        given = cut;
    }
    return parts;
}

Posted posted(Exact exact, std::int64_t carry) {
    exact += carry;
    Exact micros = exact / 100'000;
    if (micros * 100'000 > exact) --micros;
    return {Money{static_cast<std::int64_t>(micros)},
            static_cast<std::int64_t>(exact - micros * 100'000)};
}

std::int64_t RatingOracle::day_of(Instant at) const {
    return WallClock::of(site_zone_).at(floor_divide(at.micros, micros_of_a_minute)).day;
}

bool RatingOracle::is_kind(std::int64_t day, DayKind kind, const CalendarId& calendar) const {
    const int weekday = civil_of(day).tm_wday;
    DayKind is = weekday == 0 || weekday == 6 ? DayKind::weekend : DayKind::workday;
    if (const auto list = calendars_.find(calendar); list != calendars_.end()) {
        const auto special = list->second.find(day);
        if (special != list->second.end())
            is = special->second == SpecialDay::holiday ? DayKind::holiday : DayKind::workday;
    }
    return kind == DayKind::any || kind == is;
}

const std::vector<BandSlot>& RatingOracle::slots_on(std::int64_t day,
                                                    const TariffPublished& terms) const {
    const std::tm shown = civil_of(day);
    const auto today = static_cast<std::uint32_t>((shown.tm_mon + 1) * 100 + shown.tm_mday);
    const auto weekday = static_cast<std::uint32_t>(shown.tm_wday == 0 ? 7 : shown.tm_wday);
    for (const DayRule& rule : terms.rules) {
        const std::uint32_t from = rule.from.number;
        const std::uint32_t to = rule.to.number;
        const bool in_season =
            from <= to ? from <= today && today <= to : today >= from || today <= to;
        const bool on_weekday = rule.weekdays.empty() ||
                                std::count(rule.weekdays.begin(), rule.weekdays.end(), weekday) > 0;
        if (in_season && on_weekday && is_kind(day, rule.on, terms.calendar)) return rule.schedule;
    }
    return terms.schedule;
}

/// The band in every minute from `first` to `last`, by the clock on the tariff's wall: a slot has
/// begun when that clock has shown its minute, or a later one, on this day.
std::vector<Band> RatingOracle::bands(const TariffPublished& terms, std::int64_t first,
                                      std::int64_t last) const {
    WallClock& clock = WallClock::of(terms.zone.empty() ? site_zone_ : terms.zone);
    std::vector<Band> found;
    std::int64_t day = INT64_MIN;
    std::int64_t latest = 0;
    const std::vector<BandSlot>* slots = nullptr;
    for (std::int64_t minute = first - 26 * 60; minute <= last; ++minute) {
        const WallClock::Shown shown = clock.at(minute);
        latest = shown.day > day ? shown.minute : std::max(latest, shown.minute);
        if (shown.day > day) slots = &slots_on(shown.day, terms);
        day = std::max(day, shown.day);
        if (minute < first) continue;
        Band band = Band::single;
        for (const BandSlot& slot : *slots) {
            if (slot.from_minute <= latest) band = slot.band;
        }
        found.push_back(band);
    }
    return found;
}

void RatingOracle::see(const Event& event) {
    if (const auto* fact = std::get_if<CalendarPublished>(&event.payload)) {
        auto& days = calendars_[fact->calendar];
        days.clear();
        for (const CalendarDay& each : fact->days) days[each.day.number] = each.kind;
    }
    if (const auto* site = std::get_if<SiteConfigured>(&event.payload)) site_zone_ = site->zone;
    if (const auto* fact = std::get_if<TariffPublished>(&event.payload))
        versions_[fact->tariff].push_back({event.envelope.position, *fact});
    if (const auto* fact = std::get_if<TariffAssigned>(&event.payload)) {
        auto& list = assigned_[fact->meter];
        while (!list.empty() && list.back().from >= fact->from) list.pop_back();
        list.push_back({fact->from, fact->tariff});
    }
}

const RatingOracle::Version* RatingOracle::version_at(const TariffId& tariff, Instant at) const {
    const Version* found = nullptr;
    for (const Version& each : versions_.at(tariff)) {
        if (each.terms.effective_from > at) continue;
        if (found == nullptr || found->terms.effective_from <= each.terms.effective_from)
            found = &each;
    }
    return found;
}

const TariffId* RatingOracle::tariff_at(const std::vector<Assigned>& assigned, Instant at) {
    const TariffId* found = nullptr;
    for (const Assigned& each : assigned) {
        if (each.from <= at) found = &each.tariff;
    }
    return found;
}

std::vector<Instant> RatingOracle::cuts(const std::vector<Assigned>& assigned,
                                        const Interval& interval) const {
    std::vector<Instant> cuts{interval.from, interval.to};
    for (const Assigned& each : assigned) {
        cuts.push_back(each.from);
        for (const Version& version : versions_.at(each.tariff)) {
            const Instant begins = version.terms.effective_from;
            const TariffId* then = tariff_at(assigned, begins);
            if (then != nullptr && *then == each.tariff) cuts.push_back(begins);
        }
    }
    std::erase_if(cuts, [&](Instant at) { return at < interval.from || at > interval.to; });
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    return cuts;
}

std::optional<std::vector<RatingOracle::Stretch>> RatingOracle::stretches(
    const MeterId& meter, const Interval& interval) const {
    const auto assigned = assigned_.find(meter);
    if (assigned == assigned_.end()) return std::nullopt;
    const std::vector<Instant> ends = cuts(assigned->second, interval);
    std::vector<Stretch> found;
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
        const TariffId* tariff = tariff_at(assigned->second, ends[i]);
        const Version* version = tariff == nullptr ? nullptr : version_at(*tariff, ends[i]);
        if (version == nullptr) return std::nullopt;
        found.push_back({{ends[i], ends[i + 1]}, version});
    }
    return found;
}

std::optional<Cost> RatingOracle::cost(const MeterId& meter, const Reading& reading,
                                       Standing& standing) const {
    const auto& [interval, before, now] = reading;
    const auto watt_hours = [&](std::uint64_t from, std::uint64_t to) {
        return static_cast<std::int64_t>((to - from) * now.step_wh * now.ratio);
    };
    const std::int64_t total = watt_hours(before.total, now.total);
    bool is_nothing = total == 0;
    for (std::size_t i = 0; i < now.rates.size(); ++i)
        is_nothing = is_nothing && now.rates[i] == before.rates[i];
    Cost cost;
    if (is_nothing) return cost;

    const auto pieces = stretches(meter, interval);
    if (!pieces) return std::nullopt;
    std::vector<std::int64_t> lengths;
    for (const Stretch& each : *pieces)
        lengths.push_back((each.interval.to - each.interval.from).count());
    const auto totals = parts_of(total, lengths);
    std::vector<Use> uses;
    for (const std::int64_t part : totals) uses.push_back({part, {}});
    for (std::size_t rate = 0; rate < now.rates.size(); ++rate) {
        const auto parts = parts_of(watt_hours(before.rates[rate], now.rates[rate]), lengths);
        for (std::size_t i = 0; i < parts.size(); ++i) uses[i].rates.push_back(parts[i]);
    }
    Standing after = standing;
    for (std::size_t i = 0; i < uses.size(); ++i) {
        Days days;
        if (!add_stretch((*pieces)[i], uses[i], cost, days)) return std::nullopt;
        add_tiers(*(*pieces)[i].version, days, cost, after);
    }
    standing = after;
    return cost;
}

/// Watt-hour by watt-hour in thought: what lies above a tier's limit and not above the next one's.
void RatingOracle::add_tiers(const Version& version, const Days& days, Cost& cost,
                             Standing& standing) {
    const auto& tiers = version.terms.tiers;
    if (tiers.empty()) return;
    for (const auto& [day, wh] : days) {
        const std::int64_t cycle = cycle_of(day, version.terms, standing.opened);
        if (cycle != standing.cycle) standing.used_wh = 0;
        standing.cycle = cycle;
        const auto above = [&](std::size_t tier, std::int64_t used) {
            return std::max<std::int64_t>(used - tiers[tier].above.count(), 0);
        };
        for (std::size_t i = 0; i < tiers.size(); ++i) {
            std::int64_t part = above(i, standing.used_wh + wh) - above(i, standing.used_wh);
            if (i + 1 < tiers.size())
                part -= above(i + 1, standing.used_wh + wh) - above(i + 1, standing.used_wh);
            cost.exact += Exact{part} * tiers[i].surcharge.count();
            if (part != 0) cost.by_tier[{version.at, static_cast<std::uint32_t>(i + 2)}] += part;
        }
        standing.used_wh += wh;
    }
}

bool RatingOracle::add_stretch(const Stretch& stretch, const Use& use, Cost& cost,
                               Days& days) const {
    const TariffPublished& terms = stretch.version->terms;
    if (!terms.schedule.empty()) {
        return use.rates.empty() ? add_by_time(stretch, use.total, cost, days)
                                 : add_by_registers(stretch, use, cost, days);
    }
    const auto price = price_in(terms, Band::single);
    if (!price) return false;
    add(cost, stretch.version->at, {Band::single, *price}, use.total);
    spread(use.total, runs_of(stretch), days);
    return true;
}

bool RatingOracle::add_by_registers(const Stretch& stretch, const Use& use, Cost& cost,
                                    Days& days) const {
    constexpr std::array order{Band::sharp, Band::peak, Band::flat, Band::valley,
                               Band::deep_valley};
    const std::vector<Run> runs = runs_of(stretch);
    std::int64_t rest = use.total;
    for (std::size_t i = 0; i < use.rates.size(); ++i) {
        rest -= use.rates[i];
        const auto price = price_in(stretch.version->terms, order[i]);
        if (use.rates[i] != 0 && !price) return false;
        if (price) add(cost, stretch.version->at, {order[i], *price}, use.rates[i]);
        std::vector<Run> of_band;
        for (const Run& run : runs) {
            if (run.band == order[i]) of_band.push_back(run);
        }
        spread(use.rates[i], of_band.empty() ? runs : of_band, days);
    }
    add(cost, stretch.version->at, price_of_the_rest(stretch.version->terms), rest);
    days[runs.back().day] += rest;
    return true;
}

/// Divides energy over the days of these runs, in proportion to their lengths.
void RatingOracle::spread(std::int64_t wh, const std::vector<Run>& runs, Days& days) {
    std::map<std::int64_t, std::int64_t> length_of;
    for (const Run& run : runs) length_of[run.day] += run.length;
    std::vector<std::int64_t> lengths;
    for (const auto& [day, length] : length_of) lengths.push_back(length);
    const auto parts = parts_of(wh, lengths);
    auto part = parts.begin();
    for (const auto& [day, length] : length_of) days[day] += *part++;
}

std::vector<RatingOracle::Run> RatingOracle::runs_of(const Stretch& stretch) const {
    const TariffPublished& terms = stretch.version->terms;
    const auto [from, to] = stretch.interval;
    const std::int64_t first = floor_divide(from.micros, micros_of_a_minute);
    const std::int64_t last = floor_divide(to.micros - 1, micros_of_a_minute);
    const bool has_bands = !terms.schedule.empty();
    const auto band_of = has_bands ? bands(terms, first, last) : std::vector<Band>{};
    std::vector<Run> runs;
    for (std::int64_t minute = first; minute <= last; ++minute) {
        const std::int64_t day = WallClock::of(site_zone_).at(minute).day;
        const Band band =
            has_bands ? band_of[static_cast<std::size_t>(minute - first)] : Band::single;
        const std::int64_t begins = std::max(from.micros, minute * micros_of_a_minute);
        const std::int64_t ends = std::min(to.micros, (minute + 1) * micros_of_a_minute);
        if (runs.empty() || runs.back().day != day || runs.back().band != band)
            runs.push_back({day, band, 0});
        runs.back().length += ends - begins;
    }
    return runs;
}

bool RatingOracle::add_by_time(const Stretch& stretch, std::int64_t total, Cost& cost,
                               Days& days) const {
    const std::vector<Run> runs = runs_of(stretch);
    std::vector<std::int64_t> lengths;
    for (const Run& run : runs) lengths.push_back(run.length);
    const auto parts = parts_of(total, lengths);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto price = price_in(stretch.version->terms, runs[i].band);
        if (!price) return false;
        add(cost, stretch.version->at, {runs[i].band, *price}, parts[i]);
        cost.by_day[{runs[i].day, runs[i].band}] += parts[i];
        days[runs[i].day] += parts[i];
    }
    return true;
}

}  // namespace property
