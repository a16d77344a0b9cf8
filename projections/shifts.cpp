#include "projections/shifts.hpp"

#include <algorithm>

#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/rules/postings.hpp"

// "r" | position u64  -> ShiftRow
// "o" | teller's name -> position u64 of the open shift, or 0

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr std::string_view cash_prefix = "cash:";

Bytes row_key(Position position) {
    Bytes key = "r";
    put_big_endian(position.number, key);
    return key;
}

Bytes open_key(const std::string& teller) { return "o" + teller; }

ShiftRow row_in(BytesView bytes) {
    auto row = wire::decode<ShiftRow>(bytes);
    ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

void put(Table& table, const ShiftRow& row) { table.put(row_key(row.shift), wire::encode(row)); }

void put_open(Table& table, const OperatorId& teller, Position shift) {
    Bytes position;
    put_big_endian(shift.number, position);
    table.put(open_key(teller.text()), position);
}

ShiftRow known(const Table& table, Position shift) {
    const auto row = table.get(row_key(shift));
    ensure(row.has_value(), "a shift is opened before anything happens in it");
    return row_in(*row);
}

Position open_shift(const Table& table, const std::string& teller) {
    const auto found = table.get(open_key(teller));
    if (!found) return {};
    BytesView bytes = *found;
    return {take_big_endian<std::uint64_t>(bytes)};
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
    put_open(table, fact.teller, envelope.position);
}

void close(Table& table, const Envelope& envelope, const ShiftClosed& fact) {
    ShiftRow row = known(table, fact.shift);
    row.closed = envelope.position;
    row.closed_at = envelope.occurred_at;
    row.closed_by = envelope.actor.name;
    row.reason = envelope.reason;
    row.counts = fact.counts;
    put(table, row);
    put_open(table, fact.teller, {});
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
    if (const auto* opened = std::get_if<ShiftOpened>(&event.payload))
        return open(table, event.envelope, *opened);
    if (const auto* closed = std::get_if<ShiftClosed>(&event.payload))
        return close(table, event.envelope, *closed);
    take_cash(table, event);
}

std::optional<ShiftRow> Shifts::of(Position shift) const {
    const auto row = live()->find(row_key(shift));
    return row ? std::optional(row_in(*row)) : std::nullopt;
}

Page<ShiftRow> Shifts::list(const ShiftFilter& filter) const {
    Page<ShiftRow> page;
    const Position newest{filter.before.is_none() ? UINT64_MAX : filter.before.number - 1};
    live()->descend("r", row_key(newest), [&](BytesView, BytesView value) {
        ShiftRow row = row_in(value);
        const bool wanted = (filter.teller.is_empty() || row.teller == filter.teller) &&
                            (!filter.is_open || row.closed.is_none() == *filter.is_open);
        if (!wanted) return true;
        if (page.rows.size() == filter.limit) {
            page.next = std::to_string(page.rows.back().shift.number);
            return false;
        }
        page.rows.push_back(std::move(row));
        return true;
    });
    return page;
}

}  // namespace projections
