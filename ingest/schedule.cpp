#include "ingest/schedule.hpp"

#include <algorithm>
#include <chrono>

#include "ledger/rules/catalogue/meter_terms.hpp"

namespace ingest {

using ledger::Instant;

std::optional<Instant> next_boundary(const ledger::State& state, const ledger::MeterId& meter,
                                     Instant now, Instant until) {
    const ledger::Meter* known = find(state.meters, meter);
    if (known == nullptr || !state.site) return std::nullopt;
    const auto zone = ledger::Zone::find(state.site->zone);
    if (!zone) return std::nullopt;
    std::optional<Instant> soonest;
    const auto consider = [&](Instant at) {
        if (at > now && at < soonest.value_or(until)) soonest = at;
    };
    for (const ledger::Terms& terms : terms_of(state, *known, {now, until})) {
        consider(terms.from);
        for (const ledger::Segment& segment : segments({terms.from, until}, terms, *zone))
            consider(segment.from);
    }
    return soonest;
}

Instant next_slot(Instant now, std::uint32_t interval_s) {
    const std::int64_t step = std::int64_t{interval_s} * 1'000'000;
    return {(now.micros / step + 1) * step};
}

Instant next_probe(Instant now, std::uint32_t interval_s, std::uint32_t misses_since_lost) {
    constexpr std::uint32_t rarest = 3;  // every eighth slot
    const std::int64_t slots = std::int64_t{1} << std::min(misses_since_lost, rarest);
    return next_slot(now, interval_s) + std::chrono::seconds(interval_s * (slots - 1));
}

}  // namespace ingest
