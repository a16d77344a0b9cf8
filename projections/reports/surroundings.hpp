#pragma once
#include <vector>

#include "ledger/events/event.hpp"
#include "projections/table.hpp"

// "xw" | meter   -> wallet that the meter draws on
// "xm" | meter   -> line that it hangs on
// "xl" | line    -> LineSurroundings
// "xg" | gateway -> GatewaySurroundings

namespace projections {

struct LineSurroundings {
    ledger::GatewayId gateway;
    std::vector<ledger::MeterId> meters;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("gateway", &LineSurroundings::gateway),
              ledger::field<2>("meters", &LineSurroundings::meters));
    }
};

struct GatewaySurroundings {
    ledger::BuildingId building;
    std::vector<ledger::LineId> lines;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("building", &GatewaySurroundings::building),
              ledger::field<2>("lines", &GatewaySurroundings::lines));
    }
};

/// Notes in a table what hangs on what, as of the newest event: for a fold.
void note_surroundings(Table& table, const ledger::Event& event);

/// Nothing for what is not known.
ledger::WalletId wallet_of(const Table& table, const ledger::MeterId& meter);
LineSurroundings surroundings_of(const Table& table, const ledger::LineId& line);
GatewaySurroundings surroundings_of(const Table& table, const ledger::GatewayId& gateway);

}  // namespace projections
