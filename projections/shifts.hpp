#pragma once
#include <vector>

#include "projections/projection.hpp"

namespace projections {

/// What a teller took in by one way of paying, less what was paid out.
struct Taking {
    ledger::MethodId method;
    ledger::Money amount;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("method", &Taking::method),
              ledger::field<2>("amount", &Taking::amount));
    }
    friend bool operator==(const Taking&, const Taking&) = default;
};

/// A teller's shift, open or closed. Its name is the position of the event that opened it.
struct ShiftRow {
    ledger::Position shift;
    ledger::TillId till;
    ledger::OperatorId teller;
    ledger::MethodId method;  ///< that lies in the till
    ledger::Money opening_float;
    ledger::Instant opened_at;
    std::vector<Taking> takings;  ///< by name of the way of paying
    ledger::Position closed;      ///< none: open
    std::optional<ledger::Instant> closed_at;
    std::string closed_by;
    std::string reason;  ///< of a difference
    std::vector<ledger::ShiftCount> counts;

    static constexpr void fields(auto&& visit) {
        using T = ShiftRow;
        using ledger::field;
        visit(field<1>("shift", &T::shift), field<2>("till", &T::till),
              field<3>("teller", &T::teller), field<4>("method", &T::method),
              field<5>("opening_float", &T::opening_float), field<6>("opened_at", &T::opened_at),
              field<7>("takings", &T::takings), field<8>("closed", &T::closed),
              field<9>("closed_at", &T::closed_at), field<10>("closed_by", &T::closed_by),
              field<11>("reason", &T::reason), field<12>("counts", &T::counts));
    }
};

/// Which shifts, newest first, and from where on.
struct ShiftFilter {
    ledger::OperatorId teller;  ///< empty: any
    std::optional<bool> is_open;
    ledger::Position before;  ///< none: from the newest on
    std::size_t limit = 100;
};

/// Every shift, with what was taken in within it.
class Shifts : public Projection {
public:
    std::string name() const override { return "shifts"; }
    unsigned version() const override { return 2; }
    void fold(Table& table, const ledger::Event& event) const override;

    std::optional<ShiftRow> of(ledger::Position shift) const;
    Page<ShiftRow> list(const ShiftFilter& filter) const;
};

}  // namespace projections
