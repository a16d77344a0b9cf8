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

constexpr std::string_view cash_prefix = "cash:";

constexpr const char* rows = "r";

void put(Table& table, const ShiftRow& row) {
    table.put(position_key(rows, row.shift), wire::encode(row));
}

ShiftRow known(const Table& table, Position shift) {
    return known_row<ShiftRow>(table, rows, shift);
}

void open(Table& table, const Envelope& envelope, const ShiftOpened& fact) {
    ShiftRow row;
    row.shift = envelope.position;
    row.till = fact.till;
    row.teller = fact.teller;
    row.method = fact.method;
    row.opening_float = fact.opening_float;
    row.opened_at = envelope.occurred_at;
    put(table, row);
    table.put(position_key(list_prefix('t', row.teller.text()), row.shift), "");
}

void close(Table& table, const Envelope& envelope, const ShiftClosed& fact) {
    ShiftRow row = known(table, fact.shift);
    row.closed = envelope.position;
    row.closed_at = envelope.occurred_at;
    row.closed_by = envelope.actor.name;
    row.reason = envelope.reason;
    row.counts = fact.counts;
    put(table, row);
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
    const auto posted = postings(event.payload);
    const bool is_cash = std::any_of(posted.begin(), posted.end(), [](const Posting& each) {
        return each.account.starts_with(cash_prefix);
    });
    if (!is_cash) return;
    const Position shift = open_shift(table, event.envelope.actor.name);
    if (shift.is_none()) return;
    ShiftRow row = known(table, shift);
    for (const Posting& each : posted) {
        if (each.account.starts_with(cash_prefix))
            take(row, MethodId(each.account.substr(cash_prefix.size())), each.amount);
    }
    put(table, row);
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
