#include "projections/corrections.hpp"

#include "projections/rows.hpp"

// "c" | position u64                -> CorrectionRow
// "m" | meter | zero | position u64 -> "" for each of a meter

namespace projections {
namespace {

constexpr const char* rows = "c";

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
    table.put(position_key(rows, row.position), ledger::wire::encode(row));
    table.put(position_key(list_prefix('m', row.meter.text()), row.position), "");
}

Page<CorrectionRow> Corrections::list(const CorrectionFilter& filter) const {
    Listing listing{rows, "", filter.before, filter.limit};
    if (!filter.meter.is_empty()) listing.list = list_prefix('m', filter.meter.text());
    return newest_first<CorrectionRow>(*live(), listing, [](const auto&) { return true; });
}

}  // namespace projections
