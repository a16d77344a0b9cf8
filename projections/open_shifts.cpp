#include "projections/open_shifts.hpp"

#include "ledger/journal/big_endian.hpp"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::Position;

void put(Table& table, const ledger::OperatorId& teller, Position shift) {
    Bytes position;
    ledger::put_big_endian(shift.number, position);
    table.put("o" + teller.text(), position);
}

}  // namespace

void note_shift(Table& table, const ledger::Event& event) {
    if (const auto* opened = std::get_if<ledger::ShiftOpened>(&event.payload))
        put(table, opened->teller, event.envelope.position);
    if (const auto* closed = std::get_if<ledger::ShiftClosed>(&event.payload))
        put(table, closed->teller, {});
}

Position open_shift(const Table& table, const std::string& teller) {
    const auto known = table.get("o" + teller);
    if (!known) return {};
    ledger::BytesView bytes = *known;
    return {ledger::take_big_endian<std::uint64_t>(bytes)};
}

}  // namespace projections
