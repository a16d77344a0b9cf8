#pragma once
#include <vector>

#include "projections/projection.hpp"

namespace projections {

/// One time that what a meter was charged was charged again.
struct CorrectionRow {
    ledger::Position position;
    ledger::MeterId meter;
    ledger::WalletId wallet;
    ledger::Position cause;
    ledger::Day since;
    ledger::Day until;
    ledger::Energy energy;  ///< more than was charged before; may be negative
    ledger::Money amount;   ///< more than was charged before; negative: paid back
    ledger::Instant recorded_at;

    static constexpr void fields(auto&& visit) {
        using T = CorrectionRow;
        using ledger::field;
        visit(field<1>("position", &T::position), field<2>("meter", &T::meter),
              field<3>("wallet", &T::wallet), field<4>("cause", &T::cause),
              field<5>("since", &T::since), field<6>("until", &T::until),
              field<7>("energy", &T::energy), field<8>("amount", &T::amount),
              field<9>("recorded_at", &T::recorded_at));
    }
};

struct CorrectionFilter {
    ledger::MeterId meter;    ///< empty: all
    ledger::Position before;  ///< none: from the newest on
    std::size_t limit;
};

/// Every ChargeCorrected; its lines stand in the event.
class Corrections : public Projection {
public:
    std::string name() const override { return "corrections"; }
    unsigned version() const override { return 2; }
    void fold(Table& table, const ledger::Event& event) const override;

    /// Newest first.
    Page<CorrectionRow> list(const CorrectionFilter& filter) const;
};

}  // namespace projections
