#pragma once
#include <functional>
#include <optional>

#include "ledger/events/event.hpp"
#include "ledger/rating/zone.hpp"

namespace projections {

/// What one event says of the energy of a meter.
struct EnergyFact {
    ledger::MeterId meter;
    ledger::WalletId wallet;  ///< who is charged; nobody: empty
    const std::vector<ledger::ChargeLine>* lines;
    /// Between which moments it was used; nothing: only the days are known, as of a correction.
    std::optional<ledger::Instant> since;
    ledger::Instant until;
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

/// Divides the energy of each day among its hours in proportion to time, to the watt-hour: the
/// parts sum to the whole.
void each_hour(const EnergyFact& fact, const ledger::Zone& zone,
               const std::function<void(const HourPart&)>& each);

/// The energy that an event charges, or that nobody is charged for. `since` is where the meter was
/// read before.
std::optional<EnergyFact> energy_in(const ledger::Event& event,
                                    const std::optional<ledger::Instant>& since);

/// The meter whose registers are compared from this event on with what is read next; nobody: none.
ledger::MeterId read_anew(const ledger::Event& event);

}  // namespace projections
