#pragma once
#include <optional>
#include <vector>

#include "ledger/events/catalogue.hpp"
#include "ledger/rating/zone.hpp"
#include "ledger/values/few.hpp"

namespace ledger {

/// The tariff version that holds for a meter from some moment until the next terms do. Points into
/// the state it was taken from, and lives no longer.
struct Terms {
    Instant from;
    Position published;
    const TariffPublished* tariff;           ///< none: nothing is in force, energy has no price
    const CalendarPublished* calendar = {};  ///< the tariff's; none: no day is special
};

/// Those that hold for a meter: nearly always one set, and rarely a few.
using TermsInForce = Few<Terms, 2>;

/// A stretch of time on one local day of the site, in one band of the terms.
struct Segment {
    Instant from;
    Instant to;
    Day day;
    Band band;
};

/// A reading lies in one of them, or a few.
using Segments = Few<Segment, 4>;

struct Interval {
    Instant from;
    Instant to;
};

/// True where the price depends on the time of day.
bool is_time_of_use(const TariffPublished& tariff);

/// The price of a band in this version, if it has one.
std::optional<Price> price_of(const TariffPublished& tariff, Band band);

/// The price at which the difference between total and rate registers is charged: that of `flat`,
/// or the lowest where a version has no flat band. It is one price a version, so that readings that
/// are split sum to what the plain sequence costs.
BandPrice remainder_price(const TariffPublished& tariff);

/// The slots of that day on the tariff's clock: those of the first rule that fits it, or the
/// schedule of all other days.
const std::vector<BandSlot>& schedule_on(Day day, const Terms& terms);

/// Cuts an interval at the site's midnights and at the band boundaries of the terms. Where they
/// have no tariff it is cut at midnights alone and every band is `single`.
Segments segments(Interval interval, const Terms& terms, const Zone& site_zone);

}  // namespace ledger
