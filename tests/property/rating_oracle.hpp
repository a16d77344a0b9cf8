#pragma once
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "ledger/events/event.hpp"

namespace property {

__extension__ using Exact = __int128;  ///< 1e-11 of the currency unit

/// What energy should cost, and where it should stand.
struct Cost {
    Exact exact = 0;
    /// Watt-hours by tariff version, band and price; by site day as well where time decided.
    std::map<std::tuple<ledger::Position, ledger::Band, ledger::Price>, std::int64_t> by_band;
    std::map<std::pair<std::int64_t, ledger::Band>, std::int64_t> by_day;
    /// Watt-hours by tariff version and tier, from the second tier on.
    std::map<std::pair<ledger::Position, std::uint32_t>, std::int64_t> by_tier;
};

/// Where a meter stands in its tiers, and the day its account was opened.
struct Standing {
    std::int64_t cycle = 0;
    std::int64_t used_wh = 0;
    std::int64_t opened = 0;
};

/// Tariffs as they were published and assigned, and the arithmetic of design 6, done minute by
/// minute with whole numbers. Written from the words alone; shares no code with ledger/rating.
class RatingOracle {
public:
    void see(const ledger::Event& event);

    struct Interval {
        ledger::Instant from;
        ledger::Instant to;
    };

    /// What a meter showed at the two ends of an interval.
    struct Reading {
        Interval interval;
        ledger::Registers before;
        ledger::Registers now;
    };

    /// Nothing: somewhere energy has no price. Moves the standing on.
    std::optional<Cost> cost(const ledger::MeterId& meter, const Reading& reading,
                             Standing& standing) const;

    /// The day on the site's clock.
    std::int64_t day_of(ledger::Instant at) const;

private:
    struct Version {
        ledger::Position at;
        ledger::TariffPublished terms;
    };
    struct Assigned {
        ledger::Instant from;
        ledger::TariffId tariff;
    };
    struct Stretch {
        Interval interval;
        const Version* version;
    };
    /// Watt-hours of every register.
    struct Use {
        std::int64_t total;
        std::vector<std::int64_t> rates;
    };

    std::optional<std::vector<Stretch>> stretches(const ledger::MeterId& meter,
                                                  const Interval& interval) const;
    /// The ends of an interval, and where within it another tariff or another version begins.
    std::vector<ledger::Instant> cuts(const std::vector<Assigned>& assigned,
                                      const Interval& interval) const;
    static const ledger::TariffId* tariff_at(const std::vector<Assigned>& assigned,
                                             ledger::Instant at);
    const Version* version_at(const ledger::TariffId& tariff, ledger::Instant at) const;
    /// Watt-hours by day of the site.
    using Days = std::map<std::int64_t, std::int64_t>;

    /// A run of time on one day of the site and in one band.
    struct Run {
        std::int64_t day;
        ledger::Band band;
        std::int64_t length;
    };
    std::vector<Run> runs_of(const Stretch& stretch) const;
    static void spread(std::int64_t wh, const std::vector<Run>& runs, Days& days);
    std::vector<ledger::Band> bands(const ledger::TariffPublished& terms, std::int64_t first,
                                    std::int64_t last) const;
    const std::vector<ledger::BandSlot>& slots_on(std::int64_t day,
                                                  const ledger::TariffPublished& terms) const;
    bool is_kind(std::int64_t day, ledger::DayKind kind, const ledger::CalendarId& calendar) const;

    bool add_stretch(const Stretch& stretch, const Use& use, Cost& cost, Days& days) const;
    bool add_by_registers(const Stretch& stretch, const Use& use, Cost& cost, Days& days) const;
    bool add_by_time(const Stretch& stretch, std::int64_t total, Cost& cost, Days& days) const;
    static void add_tiers(const Version& version, const Days& days, Cost& cost, Standing& standing);

    std::string site_zone_;
    std::map<ledger::CalendarId, std::map<std::int64_t, ledger::SpecialDay>> calendars_;
    std::map<ledger::TariffId, std::vector<Version>> versions_;
    std::map<ledger::MeterId, std::vector<Assigned>> assigned_;
};

/// Cuts a whole at every `passed`/`length`, rounded down; the parts sum to the whole.
std::vector<std::int64_t> parts_of(std::int64_t whole, const std::vector<std::int64_t>& lengths);

/// Micro-units that are full, and what is left over: 0 to 99,999.
struct Posted {
    ledger::Money amount;
    std::int64_t carry;
};
Posted posted(Exact exact, std::int64_t carry);

}  // namespace property
