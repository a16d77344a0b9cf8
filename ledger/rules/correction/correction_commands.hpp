#pragma once
#include "ledger/events/energy.hpp"

namespace ledger {

// What changes charges of the past. The first two need the meter's past (past.hpp).

/// A person found that a good reading was keyed or read wrongly.
struct CorrectReading {
    Position reading;
    Registers registers;  ///< what the meter showed in truth

    static constexpr void fields(auto&& visit) {
        visit(field<1>("reading", &CorrectReading::reading),
              field<2>("registers", &CorrectReading::registers));
    }
    friend bool operator==(const CorrectReading&, const CorrectReading&) = default;
};

/// The book charges the due past of a meter again. Changes nothing where none is due.
struct CorrectCharges {
    MeterId meter;

    static constexpr void fields(auto&& visit) { visit(field<1>("meter", &CorrectCharges::meter)); }
    friend bool operator==(const CorrectCharges&, const CorrectCharges&) = default;
};

/// A person has settled what the book cannot correct of this meter by itself, and says how in the
/// reason: its alarm ends. Changes nothing where the alarm is not on.
struct SettleOutOfReach {
    MeterId meter;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &SettleOutOfReach::meter));
    }
    friend bool operator==(const SettleOutOfReach&, const SettleOutOfReach&) = default;
};

}  // namespace ledger
