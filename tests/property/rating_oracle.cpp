#include "tests/property/rating_oracle.hpp"

#include <algorithm>

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

/// The band in every minute from `first` to `last`, by the clock on the tariff's wall: a slot has
/// begun when that clock has shown its minute, or a later one, on this day.
std::vector<Band> bands(const TariffPublished& terms, WallClock& clock, std::int64_t first,
                        std::int64_t last) {
    std::vector<Band> found;
    std::int64_t day = INT64_MIN;
    std::int64_t latest = 0;
    for (std::int64_t minute = first - 26 * 60; minute <= last; ++minute) {
        const WallClock::Shown shown = clock.at(minute);
        latest = shown.day > day ? shown.minute : std::max(latest, shown.minute);
        day = std::max(day, shown.day);
        if (minute < first) continue;
        Band band = Band::single;
        for (const BandSlot& slot : terms.schedule) {
            if (slot.from_minute <= latest) band = slot.band;
        }
        found.push_back(band);
    }
    return found;
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

void RatingOracle::see(const Event& event) {
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
        if (found == nullptr || found->terms.effective_from < each.terms.effective_from)
            found = &each;
    }
    return found;
}

std::optional<std::vector<RatingOracle::Stretch>> RatingOracle::stretches(
    const MeterId& meter, const Interval& interval) const {
    const auto assigned = assigned_.find(meter);
    if (assigned == assigned_.end()) return std::nullopt;
    const auto tariff_at = [&](Instant at) -> const TariffId* {
        const TariffId* found = nullptr;
        for (const Assigned& each : assigned->second) {
            if (each.from <= at) found = &each.tariff;
        }
        return found;
    };
    std::vector<Instant> cuts{interval.from, interval.to};
    for (const Assigned& each : assigned->second) {
        cuts.push_back(each.from);
        for (const Version& version : versions_.at(each.tariff)) {
            const Instant begins = version.terms.effective_from;
            const TariffId* then = tariff_at(begins);
            if (then != nullptr && *then == each.tariff) cuts.push_back(begins);
        }
    }
    std::erase_if(cuts, [&](Instant at) { return at < interval.from || at > interval.to; });
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());

    std::vector<Stretch> found;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const TariffId* tariff = tariff_at(cuts[i]);
        const Version* version = tariff == nullptr ? nullptr : version_at(*tariff, cuts[i]);
        if (version == nullptr) return std::nullopt;
        found.push_back({{cuts[i], cuts[i + 1]}, version});
    }
    return found;
}

std::optional<Cost> RatingOracle::cost(const MeterId& meter, const Interval& interval,
                                       const Registers& before, const Registers& now) const {
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
    for (std::size_t i = 0; i < uses.size(); ++i) {
        if (!add_stretch((*pieces)[i], uses[i], cost)) return std::nullopt;
    }
    return cost;
}

bool RatingOracle::add_stretch(const Stretch& stretch, const Use& use, Cost& cost) const {
    const TariffPublished& terms = stretch.version->terms;
    if (!terms.schedule.empty()) {
        return use.rates.empty() ? add_by_time(stretch, use.total, cost)
                                 : add_by_registers(stretch, use, cost);
    }
    const auto price = price_in(terms, Band::single);
    if (!price) return false;
    add(cost, stretch.version->at, {Band::single, *price}, use.total);
    return true;
}

bool RatingOracle::add_by_registers(const Stretch& stretch, const Use& use, Cost& cost) const {
    constexpr std::array order{Band::sharp, Band::peak, Band::flat, Band::valley,
                               Band::deep_valley};
    std::int64_t rest = use.total;
    for (std::size_t i = 0; i < use.rates.size(); ++i) {
        rest -= use.rates[i];
        const auto price = price_in(stretch.version->terms, order[i]);
        if (use.rates[i] != 0 && !price) return false;
        if (price) add(cost, stretch.version->at, {order[i], *price}, use.rates[i]);
    }
    add(cost, stretch.version->at, price_of_the_rest(stretch.version->terms), rest);
    return true;
}

bool RatingOracle::add_by_time(const Stretch& stretch, std::int64_t total, Cost& cost) const {
    const TariffPublished& terms = stretch.version->terms;
    const auto [from, to] = stretch.interval;
    const std::int64_t first = floor_divide(from.micros, micros_of_a_minute);
    const std::int64_t last = floor_divide(to.micros - 1, micros_of_a_minute);
    WallClock& tariff_clock = WallClock::of(terms.zone.empty() ? site_zone_ : terms.zone);
    const auto band_of = bands(terms, tariff_clock, first, last);

    // Runs of minutes on one day of the site and in one band.
    std::vector<std::pair<std::int64_t, Band>> runs;
    std::vector<std::int64_t> lengths;
    for (std::int64_t minute = first; minute <= last; ++minute) {
        const std::int64_t day = WallClock::of(site_zone_).at(minute).day;
        const Band band = band_of[static_cast<std::size_t>(minute - first)];
        const std::int64_t begins = std::max(from.micros, minute * micros_of_a_minute);
        const std::int64_t ends = std::min(to.micros, (minute + 1) * micros_of_a_minute);
        if (runs.empty() || runs.back() != std::pair(day, band)) {
            runs.emplace_back(day, band);
            lengths.push_back(0);
        }
        lengths.back() += ends - begins;
    }
    const auto parts = parts_of(total, lengths);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto price = price_in(terms, runs[i].second);
        if (!price) return false;
        add(cost, stretch.version->at, {runs[i].second, *price}, parts[i]);
        cost.by_day[runs[i]] += parts[i];
    }
    return true;
}

}  // namespace property
