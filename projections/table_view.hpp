#pragma once
#include <memory>
#include <optional>

#include "projections/table.hpp"

namespace rocksdb {
class Iterator;
class Snapshot;
}  // namespace rocksdb

namespace projections {

/// Goes through the rows of a view in the order of their keys, forwards. What it shows is valid
/// until it moves. Throws MustBeBuilt where a row cannot be read.
class Cursor {
public:
    ~Cursor();
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    /// To the first row whose key is not before this one.
    void seek(ledger::BytesView key);
    /// To the last row whose key is not behind this one.
    void seek_until(ledger::BytesView key);
    void next();

    /// False: there are no more.
    bool is_there() const;
    ledger::BytesView key() const;
    ledger::BytesView value() const;

private:
    friend class TableView;
    Cursor(const Table& table, std::unique_ptr<rocksdb::Iterator> rows);
    void check() const;

    const Table& table_;
    std::unique_ptr<rocksdb::Iterator> rows_;
};

/// A table as it was committed at one moment, whatever is committed after it: what a report reads
/// is of one piece. One thread; holds the table.
class TableView {
public:
    explicit TableView(std::shared_ptr<const Table> table);
    ~TableView();
    TableView(const TableView&) = delete;
    TableView& operator=(const TableView&) = delete;

    ledger::Position position() const { return position_; }
    std::optional<ledger::Bytes> find(ledger::BytesView key) const;

    /// The last row that begins with `prefix` and is not behind `key`.
    struct Row {
        ledger::Bytes key;
        ledger::Bytes value;
    };
    std::optional<Row> last_until(ledger::BytesView prefix, ledger::BytesView key) const;

    std::unique_ptr<Cursor> cursor() const;

private:
    std::shared_ptr<const Table> table_;
    const rocksdb::Snapshot* snapshot_;
    ledger::Position position_;
};

}  // namespace projections
