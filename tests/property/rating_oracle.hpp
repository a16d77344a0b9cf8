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

    /// Nothing: somewhere energy has no price.
    std::optional<Cost> cost(const ledger::MeterId& meter, const Interval& interval,
                             const ledger::Registers& before, const ledger::Registers& now) const;

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
    const Version* version_at(const ledger::TariffId& tariff, ledger::Instant at) const;
    bool add_stretch(const Stretch& stretch, const Use& use, Cost& cost) const;
    bool add_by_registers(const Stretch& stretch, const Use& use, Cost& cost) const;
    bool add_by_time(const Stretch& stretch, std::int64_t total, Cost& cost) const;

    std::string site_zone_;
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
