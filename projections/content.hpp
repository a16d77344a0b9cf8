#pragma once
#include <concepts>
#include <cstdint>
#include <utility>

#include "ledger/journal/big_endian.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/id.hpp"

namespace projections {

/// How a kind of row is written, and read again: `bytes(row)` and `row(bytes)`. Writing what was
/// read gives the same bytes. rows.hpp has that of records.
template <class Row>
struct RowForm;

template <>
struct RowForm<ledger::Bytes> {
    static ledger::Bytes bytes(const ledger::Bytes& row) { return row; }
    static ledger::Bytes row(ledger::BytesView bytes) { return ledger::Bytes(bytes); }
};

template <std::integral Number>
struct RowForm<Number> {
    static ledger::Bytes bytes(Number row) {
        ledger::Bytes bytes;
        ledger::put_big_endian(row, bytes);
        return bytes;
    }
    static Number row(ledger::BytesView bytes) { return ledger::take_big_endian<Number>(bytes); }
};

template <>
struct RowForm<ledger::Position> {
    static ledger::Bytes bytes(ledger::Position row) {
        return RowForm<std::uint64_t>::bytes(row.number);
    }
    static ledger::Position row(ledger::BytesView bytes) {
        return {RowForm<std::uint64_t>::row(bytes)};
    }
};

/// What a row says, held while a fold goes on changing it: it is read and written once, however
/// often that is.
class Content {
public:
    Content() = default;
    virtual ~Content() = default;
    Content(const Content&) = delete;
    Content& operator=(const Content&) = delete;

    virtual ledger::Bytes bytes() const = 0;
};

template <class Row>
class ContentOf : public Content {
public:
    explicit ContentOf(Row row) : row_(std::move(row)) {}

    ledger::Bytes bytes() const override { return RowForm<Row>::bytes(row_); }
    Row& row() { return row_; }

private:
    Row row_;
};

}  // namespace projections
