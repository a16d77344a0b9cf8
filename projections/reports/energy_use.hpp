#pragma once
#include <memory>
#include <vector>

#include "ledger/rating/zone.hpp"
#include "projections/projection.hpp"
#include "projections/reports/booking.hpp"
#include "projections/reports/places.hpp"
#include "projections/reports/sums.hpp"

namespace projections {

/// Energy of one meter on one local day in one band, and what was charged for it.
struct DayEnergy {
    ledger::Day day;
    ledger::Band band;
    ledger::Energy energy;
    ledger::Money amount;
};

/// One meter as long as the same wallet pays for it in the same building: energy is kept by it.
struct Supply {
    std::uint32_t number{};
    ledger::MeterId meter;
    ledger::WalletId wallet;  ///< who was charged; nobody: empty
    ledger::BuildingId building;
};

/// Energy of a supply on one local day in one band; `tier` as in ChargeLine: 0 is the energy
/// itself, else what its tier costs more, on energy that stands in other rows.
struct EnergyRow {
    ledger::Day day;
    ledger::Band band;
    std::uint32_t tier;
    ledger::Energy energy;
    ledger::Money amount;
};

/// Energy of a supply within one hour of a local day; `no_hour` where only the day is known.
struct HourRow {
    ledger::Day day;
    std::uint8_t hour;
    ledger::Energy energy;
};

/// Energy by meter and day and by the hour, from the lines of the events; days are the site's. What
/// was recorded later than it was used is kept apart, so that any earlier knowledge can be asked.
class EnergyUse : public Projection {
public:
    std::string name() const override { return "energy_use"; }
    unsigned version() const override { return 3; }
    void fold(Table& table, const ledger::Event& event) const override;

    /// Of the days `from` to `to`, both included, oldest first.
    std::vector<DayEnergy> of(const ledger::MeterId& meter, ledger::Day from, ledger::Day to) const;
};

/// What was known of energy at some event. One thread; what is read is of one piece.
class KnownEnergy {
public:
    /// Up to this event; not given: to the end of what was seen. Reads at most one day of the log.
    KnownEnergy(const TableView& view, const ledger::Journal& journal,
                std::optional<ledger::Position> until);

    const Horizon& horizon() const { return horizon_; }
    const ledger::Zone& zone() const { return zone_; }

    /// By meter, wallet and building.
    const std::vector<Supply>& supplies() const { return supplies_; }

    /// On which any of it was used, which is before the book where its first readings lie there;
    /// nothing: none was.
    std::optional<ledger::Day> first_day() const;

    /// Of these days, both included, oldest first.
    void each_day(const Supply& supply, ledger::Day from, ledger::Day to,
                  const std::function<void(const EnergyRow&)>& each) const;
    void each_hour(const Supply& supply, ledger::Day from, ledger::Day to,
                   const std::function<void(const HourRow&)>& each) const;

    /// Every meter that was registered by then.
    std::vector<ledger::MeterId> meters() const { return places_.meters(horizon_.position); }

    /// The meter that feeds this one; nobody: it stands for itself.
    ledger::MeterId main_meter_of(const ledger::MeterId& meter) const;
    ledger::BuildingId building_of(const ledger::MeterId& meter) const;

private:
    const TableView& view_;
    Horizon horizon_;
    ledger::Zone zone_;
    std::vector<Supply> supplies_;
    mutable PastPlaces places_;
    std::unique_ptr<Cursor> rows_;
    Reach days_;
    Reach hours_;
};

}  // namespace projections
