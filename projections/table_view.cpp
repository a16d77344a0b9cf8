#include "projections/table_view.hpp"

#include <rocksdb/db.h>

#include "ledger/journal/big_endian.hpp"

namespace projections {

using ledger::Bytes;
using ledger::BytesView;

Cursor::Cursor(const Table& table, std::unique_ptr<rocksdb::Iterator> rows)
    : table_(table), rows_(std::move(rows)) {}

Cursor::~Cursor() = default;

void Cursor::check() const {
    if (!rows_->status().ok()) table_.unreadable(rows_->status());
}

void Cursor::seek(BytesView key) {
    rows_->Seek(rocksdb::Slice(key));
    check();
}

void Cursor::seek_until(BytesView key) {
    rows_->SeekForPrev(rocksdb::Slice(key));
    check();
}

void Cursor::next() {
    rows_->Next();
    check();
}

bool Cursor::is_there() const { return rows_->Valid(); }
BytesView Cursor::key() const { return rows_->key().ToStringView(); }
BytesView Cursor::value() const { return rows_->value().ToStringView(); }

TableView::TableView(std::shared_ptr<const Table> table)
    : table_(std::move(table)), snapshot_(table_->db_->GetSnapshot()) {
    const auto known = find(BytesView(Table::position_key));
    if (!known) return;
    BytesView bytes = *known;
    position_ = {ledger::take_big_endian<std::uint64_t>(bytes)};
}

TableView::~TableView() { table_->db_->ReleaseSnapshot(snapshot_); }

std::optional<Bytes> TableView::find(BytesView key) const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    std::string value;
    const rocksdb::Status status = table_->db_->Get(options, rocksdb::Slice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) table_->unreadable(status);
    return value;
}

std::optional<TableView::Row> TableView::last_until(BytesView prefix, BytesView key) const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    const std::unique_ptr<rocksdb::Iterator> rows(table_->db_->NewIterator(options));
    rows->SeekForPrev(rocksdb::Slice(key));
    if (!rows->status().ok()) table_->unreadable(rows->status());
    if (!rows->Valid() || !rows->key().ToStringView().starts_with(prefix)) return std::nullopt;
    return Row{rows->key().ToString(), rows->value().ToString()};
}

std::unique_ptr<Cursor> TableView::cursor() const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    return std::unique_ptr<Cursor>(
        new Cursor(*table_, std::unique_ptr<rocksdb::Iterator>(table_->db_->NewIterator(options))));
}

}  // namespace projections
