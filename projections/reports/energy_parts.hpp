#pragma once
#include <optional>

#include "ledger/events/event.hpp"
#include "ledger/rating/zone.hpp"
#include "ledger/values/few.hpp"

namespace projections {

/// What one event says of the energy of a meter; valid as long as the event.
struct EnergyFact {
    const ledger::MeterId& meter;
    const ledger::WalletId& wallet;  ///< who is charged; nobody: empty
    const std::vector<ledger::ChargeLine>& lines;
    /// Between which moments it was used; nothing: only the days are known, as of a correction.
    std::optional<ledger::Instant> since;
    ledger::Instant until;
    bool is_since_last_read{};    ///< which whoever knows it puts in its place
    ledger::Position previous{};  ///< the event that it is counted from; none: it is not counted
};

/// Energy of one local day by the hour: the first hour is 0, and a day may have 23 or 25. What is
/// known by the day alone stands in `no_hour`.
struct HourPart {
    ledger::Day day;
    std::uint8_t hour;
    ledger::Energy energy;
};
constexpr std::uint8_t no_hour = 255;

/// Of a reading one or two.
using HourParts = ledger::Few<HourPart, 4>;

/// Divides the energy of each day among its hours in proportion to time, to the watt-hour: the
/// parts sum to the whole.
HourParts hours_of(const EnergyFact& fact, const ledger::Zone& zone);

/// The energy that an event charges, or that nobody is charged for.
std::optional<EnergyFact> energy_in(const ledger::Event& event);

/// The meter whose registers are compared from this event on with what is read next; none: null.
const ledger::MeterId* read_anew(const ledger::Event& event);

}  // namespace projections
