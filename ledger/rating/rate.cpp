#include "ledger/rating/rate.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "ledger/rating/split.hpp"
#include "ledger/rating/tiers.hpp"

namespace ledger {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t exact_units_per_micro = 100'000;  // 1e-11 in 1e-6
constexpr std::array rate_bands{Band::sharp, Band::peak, Band::flat, Band::valley,
                                Band::deep_valley};

/// One set of terms and the part of the interval in which it holds.
struct Span {
    Interval interval;
    Terms terms;
};

std::int64_t length(Interval interval) { return (interval.to - interval.from).count(); }

using Spans = Few<Span, 2>;

Spans spans_of(Interval interval, std::span<const Terms> terms) {
    Spans spans;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const Instant end =
            i + 1 < terms.size() ? std::min(terms[i + 1].from, interval.to) : interval.to;
        const Instant begin = std::max(terms[i].from, interval.from);
        if (begin < end) spans.push_back({{begin, end}, terms[i]});
    }
    return spans;
}

/// The first moment that no terms cover.
std::optional<Instant> first_gap(Interval interval, const Spans& spans) {
    if (spans.empty() || spans.front().interval.from > interval.from) return interval.from;
    for (const Span& span : spans) {
        if (span.terms.tariff == nullptr) return span.interval.from;
    }
    return std::nullopt;
}

bool is_nothing(const EnergyUse& use) {
    return use.total.is_zero() &&
           std::all_of(use.rates.begin(), use.rates.end(), [](Energy e) { return e.is_zero(); });
}

/// Divides every register over the spans.
std::vector<EnergyUse> divide(const EnergyUse& use, const Spans& spans) {
    std::vector<std::int64_t> weights;
    for (const Span& span : spans) weights.push_back(length(span.interval));
    std::vector<EnergyUse> parts(spans.size());
    const std::vector<Energy> totals = split(use.total, weights);
    for (std::size_t i = 0; i < spans.size(); ++i) parts[i].total = totals[i];
    for (const Energy rate : use.rates) {
        const std::vector<Energy> shares = split(rate, weights);
        for (std::size_t i = 0; i < spans.size(); ++i) parts[i].rates.push_back(shares[i]);
    }
    return parts;
}

Segments of_band(const Segments& pieces, Band band) {
    Segments mine;
    std::copy_if(pieces.begin(), pieces.end(), std::back_inserter(mine),
                 [&](const Segment& each) { return each.band == band; });
    // A meter whose clock or schedule is off may count in a band that we think did not occur: the
    // register decides, and the whole interval is where it may have been.
    return mine.empty() ? pieces : mine;
}

/// Turns the energy of one register into a line a day, over the pieces that may have used it.
class LineWriter {
public:
    LineWriter(const Terms& terms, LineBasis basis) : terms_(terms), basis_(basis) {}

    void write(Band band, Price price, Energy energy, const Segments& pieces) {
        if (pieces.size() == 1) return add(pieces.front().day, band, price, energy, basis_);
        std::map<Day, std::int64_t> weights;
        for (const Segment& each : of_band(pieces, band))
            weights[each.day] += length({each.from, each.to});
        std::vector<std::int64_t> lengths;
        for (const auto& [day, weight] : weights) lengths.push_back(weight);
        const std::vector<Energy> shares = split(energy, lengths);
        const bool divided = weights.size() > 1;
        auto share = shares.begin();
        for (const auto& [day, weight] : weights)
            add(day, band, price, *share++, divided ? LineBasis::estimated : basis_);
    }

    void add(Day day, Band band, Price price, Energy energy, LineBasis basis) {
        if (energy.is_zero()) return;
        lines_.push_back({.tariff = terms_.published,
                          .band = band,
                          .day = day,
                          .energy = energy,
                          .price = price,
                          .amount = {},
                          .basis = basis,
                          .tier = 0});
    }

    std::vector<ChargeLine> take() { return std::move(lines_); }

private:
    Terms terms_;
    LineBasis basis_;
    std::vector<ChargeLine> lines_;
};

Refused<MissingPrice> no_price(const Terms& terms, Band band) {
    return refused(MissingPrice{
        fmt::format("tariff {} version {} has no price for band {}: publish a version that has one",
                    terms.tariff->tariff.text(), terms.tariff->version, to_text(band))});
}

using Lines = Result<std::vector<ChargeLine>, MissingPrice>;

Lines by_registers(const EnergyUse& use, const Span& span, const Segments& pieces,
                   LineBasis basis) {
    LineWriter writer(span.terms, basis);
    for (std::size_t i = 0; i < use.rates.size(); ++i) {
        if (use.rates[i].is_zero()) continue;
        const auto price = price_of(*span.terms.tariff, rate_bands[i]);
        if (!price) return no_price(span.terms, rate_bands[i]);
        writer.write(rate_bands[i], *price, use.rates[i], pieces);
    }
    const BandPrice rest = remainder_price(*span.terms.tariff);
    writer.add(pieces.back().day, rest.band, rest.price, remainder_of(use), LineBasis::remainder);
    return writer.take();
}

Lines by_time(const EnergyUse& use, const Span& span, const Segments& pieces, LineBasis basis) {
    std::vector<std::int64_t> weights;
    for (const Segment& each : pieces) weights.push_back(length({each.from, each.to}));
    const std::vector<Energy> shares = split(use.total, weights);
    std::map<std::pair<Day, Band>, Energy> sums;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        sums[{pieces[i].day, pieces[i].band}] += shares[i];

    LineWriter writer(span.terms, basis);
    const LineBasis each_basis = pieces.size() > 1 ? LineBasis::estimated : basis;
    for (const auto& [where, energy] : sums) {
        const auto price = price_of(*span.terms.tariff, where.second);
        if (!price) return no_price(span.terms, where.second);
        writer.add(where.first, where.second, *price, energy, each_basis);
    }
    return writer.take();
}

Lines lines_of(const EnergyUse& use, const Span& span, const Zone& site_zone, LineBasis basis) {
    const TariffPublished& tariff = *span.terms.tariff;
    const Segments pieces = segments(span.interval, span.terms, site_zone);
    if (is_time_of_use(tariff)) {
        return use.rates.empty() ? by_time(use, span, pieces, basis)
                                 : by_registers(use, span, pieces, basis);
    }
    const auto price = price_of(tariff, Band::single);
    if (!price) return no_price(span.terms, Band::single);
    LineWriter writer(span.terms, basis);
    writer.write(Band::single, *price, use.total, pieces);
    return writer.take();
}

/// What was used in each of the spans, charged one after the other.
Result<Rated, MissingPrice> rate_parts(std::span<const EnergyUse> parts, const Spans& spans,
                                       const Zone& site_zone, const Standing& before) {
    const LineBasis basis = spans.size() > 1 ? LineBasis::estimated : LineBasis::measured;
    Rated rated{{}, before};
    for (std::size_t i = 0; i < spans.size(); ++i) {
        Lines lines = lines_of(parts[i], spans[i], site_zone, basis);
        if (!lines) return refused(lines.error());
        add_surcharges(*lines, spans[i].terms, before.opened, rated.standing.tiers);
        if (i == 0) {
            rated.lines = std::move(*lines);
        } else {
            rated.lines.insert(rated.lines.end(), lines->begin(), lines->end());
        }
    }
    rated.standing.carry = post_amounts(rated.lines, before.carry);
    return rated;
}

}  // namespace

std::int64_t post_amounts(std::vector<ChargeLine>& lines, std::int64_t carry) {
    for (ChargeLine& line : lines) {
        const Wide exact = Wide{line.energy.count()} * line.price.count() + carry;
        Wide micros = exact / exact_units_per_micro;
        if (exact % exact_units_per_micro < 0) --micros;
        carry = static_cast<std::int64_t>(exact - micros * exact_units_per_micro);
        line.amount = Money{static_cast<std::int64_t>(micros)};
        ensure(Wide{line.amount.count()} == micros, "a charge fits in 64 bits");
    }
    return carry;
}

Energy remainder_of(const EnergyUse& use) {
    Energy rest = use.total;
    for (const Energy rate : use.rates) rest -= rate;
    return rest;
}

Result<Rated, MissingPrice> rate(const EnergyUse& use, Interval interval,
                                 std::span<const Terms> terms, const Zone& site_zone,
                                 const Standing& before) {
    if (is_nothing(use)) return Rated{{}, before};
    const Spans spans = spans_of(interval, terms);
    if (const auto gap = first_gap(interval, spans))
        return refused(MissingPrice{fmt::format(
            "no tariff is in force at {}: assign one that begins before it", to_text(*gap))});

    if (spans.size() == 1) return rate_parts({&use, 1}, spans, site_zone, before);
    return rate_parts(divide(use, spans), spans, site_zone, before);
}

std::vector<ChargeLine> unpriced_lines(const EnergyUse& use, Interval interval,
                                       const Zone& site_zone) {
    LineWriter writer({interval.from, {}, nullptr}, LineBasis::measured);
    const Segments pieces = segments(interval, {interval.from, {}, nullptr}, site_zone);
    if (use.rates.empty()) {
        writer.write(Band::single, {}, use.total, pieces);
        return writer.take();
    }
    for (std::size_t i = 0; i < use.rates.size(); ++i)
        writer.write(rate_bands[i], {}, use.rates[i], pieces);
    writer.add(pieces.back().day, Band::single, {}, remainder_of(use), LineBasis::remainder);
    return writer.take();
}

}  // namespace ledger
