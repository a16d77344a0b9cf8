#include "projections/corrections.hpp"

#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"

// "c" | position u64 -> CorrectionRow

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;

Bytes correction_key(ledger::Position position) {
    Bytes key = "c";
    ledger::put_big_endian(position.number, key);
    return key;
}

CorrectionRow row_in(BytesView bytes) {
    auto row = ledger::wire::decode<CorrectionRow>(bytes);
    ledger::ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

}  // namespace

void Corrections::fold(Table& table, const ledger::Event& event) const {
    const auto* fact = std::get_if<ledger::ChargeCorrected>(&event.payload);
    if (fact == nullptr) return;
    CorrectionRow row{event.envelope.position,
                      fact->meter,
                      fact->wallet,
                      fact->cause,
                      fact->since,
                      fact->until,
                      {},
                      {},
                      event.envelope.recorded_at};
    row.energy = ledger::energy_in(fact->lines);
    for (const ledger::ChargeLine& line : fact->lines) row.amount += line.amount;
    table.put(correction_key(row.position), ledger::wire::encode(row));
}

Page<CorrectionRow> Corrections::list(const CorrectionFilter& filter) const {
    Page<CorrectionRow> page;
    const ledger::Position newest{filter.before.is_none() ? UINT64_MAX : filter.before.number - 1};
    live()->descend("c", correction_key(newest), [&](BytesView, BytesView value) {
        CorrectionRow row = row_in(value);
        if (!filter.meter.is_empty() && row.meter != filter.meter) return true;
        if (page.rows.size() == filter.limit) {
            page.next = std::to_string(page.rows.back().position.number);
            return false;
        }
        page.rows.push_back(std::move(row));
        return true;
    });
    return page;
}

}  // namespace projections
