#include "projections/shifts.hpp"

#include <algorithm>

#include "ledger/rules/postings.hpp"
#include "projections/open_shifts.hpp"
#include "projections/rows.hpp"

// "r" | position u64                 -> ShiftRow
// "t" | teller | zero | position u64 -> "" for each of a teller
// "o" | teller's name                -> position u64 of the open shift, or 0

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr const char* rows = "r";

ShiftRow& known(Table& table, Position shift) { return known_row<ShiftRow>(table, rows, shift); }

void open(Table& table, const Envelope& envelope, const ShiftOpened& fact) {
    auto& row = table.change<ShiftRow>(position_key(rows, envelope.position));
    row.shift = envelope.position;
    row.till = fact.till;
    row.teller = fact.teller;
    row.method = fact.method;
    row.opening_float = fact.opening_float;
    row.opened_at = envelope.occurred_at;
    table.put(position_key(list_prefix('t', row.teller.text()), row.shift), "");
}

void close(Table& table, const Envelope& envelope, const ShiftClosed& fact) {
    ShiftRow& row = known(table, fact.shift);
    row.closed = envelope.position;
    row.closed_at = envelope.occurred_at;
    row.closed_by = envelope.actor.name;
    row.reason = envelope.reason;
    row.counts = fact.counts;
}

void take(ShiftRow& row, const MethodId& method, Money amount) {
    const auto at = std::find_if(row.takings.begin(), row.takings.end(),
                                 [&](const Taking& each) { return each.method >= method; });
    if (at != row.takings.end() && at->method == method) {
        at->amount += amount;
    } else {
        row.takings.insert(at, {method, amount});
    }
}

/// Whoever moves cash does so within the shift that he has open.
void take_cash(Table& table, const Event& event) {
    const auto posted = sides(event.payload);
    const auto is_cash = [](const Side& each) { return each.account.of == BookAccount::Of::cash; };
    if (std::none_of(posted.begin(), posted.end(), is_cash)) return;
    const Position shift = open_shift(table, event.envelope.actor.name);
    if (shift.is_none()) return;
    ShiftRow& row = known(table, shift);
    for (const Side& each : posted) {
        if (is_cash(each)) take(row, MethodId(std::string(each.account.name)), each.amount);
    }
}

}  // namespace

void Shifts::fold(Table& table, const Event& event) const {
    note_shift(table, event);
    if (const auto* opened = std::get_if<ShiftOpened>(&event.payload))
        return open(table, event.envelope, *opened);
    if (const auto* closed = std::get_if<ShiftClosed>(&event.payload))
        return close(table, event.envelope, *closed);
    take_cash(table, event);
}

std::optional<ShiftRow> Shifts::of(Position shift) const {
    return row_of<ShiftRow>(*live(), rows, shift);
}

Page<ShiftRow> Shifts::list(const ShiftFilter& filter) const {
    Listing listing{rows, "", filter.before, filter.limit};
    if (!filter.teller.is_empty()) listing.list = list_prefix('t', filter.teller.text());
    return newest_first<ShiftRow>(*live(), listing, [&](const ShiftRow& row) {
        return !filter.is_open || row.closed.is_none() == *filter.is_open;
    });
}

}  // namespace projections
