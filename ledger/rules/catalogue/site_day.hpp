#pragma once
#include "ledger/rating/zone.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// The site's clock. The site is configured.
inline Zone site_zone(const State& state) {
    const auto zone = Zone::find(state.site->zone);
    ensure(zone.has_value(), "the system knows the site's zone");
    return *zone;
}

inline Day site_day(const State& state, Instant at) { return site_zone(state).day_of(at); }

}  // namespace ledger
