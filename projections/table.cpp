#include "projections/table.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/core.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/journal/silent_logger.hpp"
#include "ledger/rules/energy/look_ahead.hpp"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;

constexpr const char* kept_mark = "KEPT";
constexpr const char* rows_file = "ROWS";  ///< on its way into the database
constexpr std::size_t size_of_kind = 1;    ///< with which every key begins

rocksdb::Options options_of_table() {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.info_log = std::make_shared<ledger::SilentLogger>();
    options.compression = rocksdb::kLZ4Compression;
    options.bottommost_compression = rocksdb::kZSTD;
    options.write_buffer_size = 16 << 20;
    // Most rows that a fold asks for and does not remember are not there: say so without a search.
    options.memtable_whole_key_filtering = true;
    options.memtable_prefix_bloom_size_ratio = 0.05;
    // A commit goes in in the order of the keys: each kind of row is found near the one before it.
    options.memtable_insert_with_hint_prefix_extractor.reset(
        rocksdb::NewCappedPrefixTransform(size_of_kind));
    options.max_open_files = 64;
    options.max_file_opening_threads = 1;  // sixteen cost more than the files
    rocksdb::BlockBasedTableOptions table;
    table.block_size = 16 << 10;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

/// The memtable is lost in a crash: so many events at most have to be folded again then.
constexpr std::uint64_t events_between_flushes = 65'536;

/// A commit of so many rows goes in as a file.
constexpr std::size_t rows_of_a_file = 1'024;

constexpr std::ptrdiff_t rows_ahead = 4;

/// Asks for the memory of a row, which lies anywhere, and does not wait for it.
void fetch(const SortedRows::Row& row) {
    ledger::fetch(row.key.data(), row.key.size());
    ledger::fetch(row.bytes.data(), row.bytes.size());
}

}  // namespace

const Bytes Table::position_key("\0position", 9);

Table::Table(std::filesystem::path directory)
    : directory_(std::move(directory)), rows_([this](BytesView key) { return find(key); }) {
    std::filesystem::create_directories(directory_);
    rocksdb::DB* db = nullptr;
    rocksdb::Status status = rocksdb::DB::Open(options_of_table(), directory_.string(), &db);
    if (status.IsCorruption() || status.IsPathNotFound()) {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        status = rocksdb::DB::Open(options_of_table(), directory_.string(), &db);
    }
    if (!status.ok()) unwritable("open", status);
    db_.reset(db);
    flushed_ = position();
}

Table::Table() = default;

Table::~Table() {
    if (!db_) return;
    if (!remove_ && !damaged_) (void)db_->Flush({});
    (void)db_->Close();
    db_.reset();
    std::error_code ignored;  // what stays behind is only disk space, and removed with the next one
    if (remove_) std::filesystem::remove_all(directory_, ignored);
}

/// It loses its mark, so that no start takes it up again.
void Table::unreadable(const rocksdb::Status& status) const {
    damaged_ = true;
    std::error_code ignored;  // where it cannot be unmarked, the same is met again
    std::filesystem::remove(directory_ / kept_mark, ignored);
    throw MustBeBuilt(fmt::format(
        "the read model in {} is damaged ({}) and is built anew by itself: ask again in a while",
        directory_.string(), status.ToString()));
}

void Table::unwritable(const char* what, const rocksdb::Status& status) const {
    if (status.IsCorruption()) unreadable(status);
    throw std::runtime_error(
        fmt::format("cannot {} the projection in {}: {}: see that the disk has room, then start "
                    "again",
                    what, directory_.string(), status.ToString()));
}

void Table::keep() {
    const std::ofstream mark(directory_ / kept_mark);
    if (!mark)
        throw std::runtime_error(
            fmt::format("cannot write in {}: see that the disk has room and "
                        "this user may write there",
                        directory_.string()));
    remove_ = false;
}

bool Table::is_kept(const std::filesystem::path& directory) {
    return std::filesystem::exists(directory / kept_mark);
}

void Table::commit(ledger::Position reached) {
    Bytes position;
    ledger::put_big_endian(reached.number, position);
    if (!db_) {
        rows_.put(position_key, position);
    } else if (rows_.changes() >= rows_of_a_file) {
        write_file(position);
        flushed_ = reached;
    } else {
        write(position);
        flush_at_times(reached);
    }
    rows_.committed();
}

/// In their order, each goes in beside the one before.
void Table::write(const Bytes& position) {
    rocksdb::WriteBatch batch;
    bool well = batch.Put(position_key, position).ok();
    const SortedRows changed = rows_.changed();
    for (const auto& row : changed) well = well && batch.Put(row.key, row.bytes).ok();
    ledger::ensure(well, "a batch in memory takes an entry");
    rocksdb::WriteOptions options;
    options.disableWAL = true;
    const rocksdb::Status status = db_->Write(options, &batch);
    if (!status.ok()) unwritable("write", status);
}

/// As RocksDB's own file, and all at once: so many rows would be sorted into its memory first,
/// which took more than folding them, and written from there.
void Table::write_file(const Bytes& position) {
    rocksdb::Options options = options_of_table();
    options.bottommost_compression = rocksdb::kDisableCompressionOption;  // it is not the bottom
    const std::string file = (directory_ / rows_file).string();
    std::error_code failed;  // what a crash left may be a file of the database by another name
    std::filesystem::remove(file, failed);
    rocksdb::SstFileWriter writer({}, options);
    rocksdb::Status status =
        failed ? rocksdb::Status::IOError(failed.message()) : writer.Open(file);
    if (status.ok()) status = writer.Put(position_key, position);
    const SortedRows changed = rows_.changed();
    for (const auto& row : changed) {
        if (status.ok()) status = writer.Put(rocksdb::Slice(row.key), rocksdb::Slice(row.bytes));
    }
    if (status.ok()) status = writer.Finish();
    rocksdb::IngestExternalFileOptions taken_in;
    taken_in.move_files = true;
    taken_in.write_global_seqno = false;
    if (status.ok()) status = db_->IngestExternalFile({file}, taken_in);
    if (!status.ok()) unwritable("write", status);
}

void Table::flush_at_times(ledger::Position reached) {
    if (reached.number - flushed_.number < events_between_flushes) return;
    rocksdb::FlushOptions options;
    options.wait = false;
    const rocksdb::Status status = db_->Flush(options);
    if (!status.ok()) unwritable("write", status);
    flushed_ = reached;
}

ledger::Position Table::position() const {
    const auto known = find(position_key);
    if (!known) return {};
    BytesView bytes = *known;
    return {ledger::take_big_endian<std::uint64_t>(bytes)};
}

std::optional<Bytes> Table::find(BytesView key) const {
    if (!db_) return get(key);
    std::string value;
    const rocksdb::Status status = db_->Get({}, rocksdb::Slice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) unreadable(status);
    return value;
}

/// Every row, in the order of the keys.
void Table::each_row(const Each& each) const {
    if (db_) return ascend({}, {}, each);
    const SortedRows all = rows_.all();
    for (auto row = all.begin(); row != all.end(); ++row) {
        if (all.end() - row > rows_ahead) fetch(row[rows_ahead]);
        if (!each(row->key, row->bytes)) return;
    }
}

void Table::ascend(BytesView prefix, BytesView from, const Each& each) const {
    const std::unique_ptr<rocksdb::Iterator> keys(db_->NewIterator({}));
    for (keys->Seek(rocksdb::Slice(from)); keys->Valid(); keys->Next()) {
        if (!keys->key().ToStringView().starts_with(prefix)) break;
        if (!each(keys->key().ToStringView(), keys->value().ToStringView())) break;
    }
    if (!keys->status().ok()) unreadable(keys->status());
}

void Table::descend(BytesView prefix, BytesView from, const Each& each) const {
    const std::unique_ptr<rocksdb::Iterator> keys(db_->NewIterator({}));
    for (keys->SeekForPrev(rocksdb::Slice(from)); keys->Valid(); keys->Prev()) {
        if (!keys->key().ToStringView().starts_with(prefix)) break;
        if (!each(keys->key().ToStringView(), keys->value().ToStringView())) break;
    }
    if (!keys->status().ok()) unreadable(keys->status());
}

ledger::Hash Table::digest() const {
    ledger::Hash hash{};
    each_row([&](BytesView key, BytesView value) {
        Bytes widths;
        ledger::put_big_endian(std::uint64_t{key.size()}, widths);
        ledger::put_big_endian(std::uint64_t{value.size()}, widths);
        hash = ledger::sha256({ledger::view(hash), widths, key, value});
        return true;
    });
    return hash;
}

std::uint64_t Table::rows() const {
    if (!db_) return rows_.count();
    std::uint64_t rows = 0;
    each_row([&](BytesView, BytesView) {
        ++rows;
        return true;
    });
    return rows;
}

}  // namespace projections
