#pragma once
#include <string>
#include <utility>

#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"
#include "projections/projection.hpp"

// Rows of a table, and lists of them. For the .cpp files of read models: it knows the wire format.

namespace projections {

/// How many rows one page looks at: a filter that finds little cannot hold a worker, and the page
/// goes on with its cursor.
constexpr std::size_t most_looked_at = 20'000;

template <class Row>
Row row_in(ledger::BytesView bytes) {
    auto row = ledger::wire::decode<Row>(bytes);
    ledger::ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

template <ledger::Described Row>
struct RowForm<Row> {
    static ledger::Bytes bytes(const Row& row) { return ledger::wire::encode(row); }
    static Row row(ledger::BytesView bytes) { return row_in<Row>(bytes); }
};

/// A row by the event that made it: the newest stands last under its prefix.
inline ledger::Bytes position_key(ledger::Bytes prefix, ledger::Position position) {
    ledger::put_big_endian(position.number, prefix);
    return prefix;
}

inline ledger::Position position_at_end(ledger::BytesView key) {
    ledger::BytesView end = key.substr(key.size() - sizeof(std::uint64_t));
    return {ledger::take_big_endian<std::uint64_t>(end)};
}

/// Under which the rows of one name are listed. No name holds a zero byte, so that the list of none
/// begins with that of another.
inline ledger::Bytes list_prefix(char kind, const std::string& name) { return kind + name + '\0'; }

/// The row of this event, where the asked table has it.
template <class Row>
std::optional<Row> row_of(const Table& table, ledger::BytesView prefix, ledger::Position position) {
    const auto row = table.find(position_key(ledger::Bytes(prefix), position));
    return row ? std::optional(row_in<Row>(*row)) : std::nullopt;
}

/// The row of this event for a fold, which knows that there is one, and changes it.
template <class Row>
Row& known_row(Table& table, ledger::BytesView prefix, ledger::Position position) {
    const ledger::Bytes key = position_key(ledger::Bytes(prefix), position);
    ledger::ensure(table.known<Row>(key) != nullptr, "a row is written before what refers to it");
    return table.change<Row>(key);
}

/// A page of rows, newest first: those under `rows`, or those that a list names.
struct Listing {
    ledger::Bytes rows;       ///< the prefix of the rows themselves
    ledger::Bytes list;       ///< the prefix of a list of their positions; empty: all of them
    ledger::Position before;  ///< none: from the newest on
    std::size_t limit;
};

/// The rows that are wanted. A page may be short, or empty, and go on all the same.
template <class Row, class Wanted>
Page<Row> newest_first(const Table& table, const Listing& listing, Wanted&& is_wanted) {
    const ledger::Bytes& prefix = listing.list.empty() ? listing.rows : listing.list;
    const std::uint64_t newest = listing.before.is_none() ? UINT64_MAX : listing.before.number - 1;
    Page<Row> page;
    std::size_t looked_at = 0;
    ledger::Position last;
    table.descend(prefix, position_key(prefix, {newest}), [&](auto key, auto value) {
        const ledger::Position here = position_at_end(key);
        const bool is_over = looked_at++ == most_looked_at;
        std::optional<Row> row;
        if (!is_over)
            row = listing.list.empty() ? row_in<Row>(value)
                                       : row_of<Row>(table, listing.rows, here).value();
        const bool is_one = row && is_wanted(*row);
        if (is_over || (is_one && page.rows.size() == listing.limit)) {
            page.next = std::to_string(last.number);
            return false;
        }
        if (is_one) page.rows.push_back(std::move(*row));
        last = here;
        return true;
    });
    return page;
}

}  // namespace projections
