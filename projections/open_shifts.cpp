#include "projections/open_shifts.hpp"

namespace projections {
namespace {

using ledger::Position;

void note(Table& table, const ledger::OperatorId& teller, Position shift) {
    table.change<Position>("o" + teller.text()) = shift;
}

}  // namespace

void note_shift(Table& table, const ledger::Event& event) {
    if (const auto* opened = std::get_if<ledger::ShiftOpened>(&event.payload))
        note(table, opened->teller, event.envelope.position);
    if (const auto* closed = std::get_if<ledger::ShiftClosed>(&event.payload))
        note(table, closed->teller, {});
}

Position open_shift(const Table& table, const std::string& teller) {
    const auto* known = table.known<Position>("o" + teller);
    return known == nullptr ? Position{} : *known;
}

}  // namespace projections
