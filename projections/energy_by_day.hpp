#pragma once
#include <vector>

#include "ledger/rating/zone.hpp"
#include "projections/projection.hpp"

namespace projections {

/// Energy of one meter on one local day in one band, and what was charged for it.
struct DayEnergy {
    ledger::Day day;
    ledger::Band band;
    ledger::Energy energy;
    ledger::Money amount;
};

/// Energy by meter and day (by rate), from the lines of the readings; days are the site's.
class EnergyByDay : public Projection {
public:
    std::string name() const override { return "energy_by_day"; }
    unsigned version() const override { return 1; }
    void fold(Table& table, const ledger::Event& event) const override;

    /// Of the days `from` to `to`, both included, oldest first.
    std::vector<DayEnergy> of(const ledger::MeterId& meter, ledger::Day from, ledger::Day to) const;
};

}  // namespace projections
