#include "projections/table.hpp"

#include <fstream>
#include <stdexcept>

#include <fmt/core.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/journal/silent_logger.hpp"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;

constexpr const char* kept_mark = "KEPT";
const Bytes position_key("\0position", 9);  // before every key of a projection

rocksdb::Options options_of_table() {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.info_log = std::make_shared<ledger::SilentLogger>();
    options.compression = rocksdb::kLZ4Compression;
    options.bottommost_compression = rocksdb::kZSTD;
    options.write_buffer_size = 16 << 20;
    options.max_open_files = 64;
    rocksdb::BlockBasedTableOptions table;
    table.block_size = 16 << 10;
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    return options;
}

[[noreturn]] void cannot(const char* what, const std::filesystem::path& directory,
                         const rocksdb::Status& status) {
    std::error_code ignored;  // where it cannot be unmarked, the same is met again
    if (status.IsCorruption()) std::filesystem::remove(directory / kept_mark, ignored);
    throw std::runtime_error(
        fmt::format("cannot {} the projection in {}: {}: see that the disk has "
                    "room, then start again; what is damaged is built again",
                    what, directory.string(), status.ToString()));
}

}  // namespace

Table::Table(std::filesystem::path directory) : directory_(std::move(directory)) {
    std::filesystem::create_directories(directory_);
    rocksdb::DB* db = nullptr;
    rocksdb::Status status = rocksdb::DB::Open(options_of_table(), directory_.string(), &db);
    if (status.IsCorruption() || status.IsPathNotFound()) {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
        status = rocksdb::DB::Open(options_of_table(), directory_.string(), &db);
    }
    if (!status.ok()) cannot("open", directory_, status);
    db_.reset(db);
}

Table::~Table() {
    if (!remove_) (void)db_->Flush({});
    (void)db_->Close();
    db_.reset();
    std::error_code ignored;  // what stays behind is only disk space, and removed with the next one
    if (remove_) std::filesystem::remove_all(directory_, ignored);
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

std::optional<Bytes> Table::get(BytesView key) const {
    const auto changed = changes_.find(Bytes(key));
    return changed != changes_.end() ? std::optional(changed->second) : find(key);
}

void Table::put(Bytes key, Bytes value) { changes_[std::move(key)] = std::move(value); }

void Table::commit(ledger::Position reached) {
    rocksdb::WriteBatch batch;
    bool well = true;
    for (const auto& [key, value] : changes_) well = well && batch.Put(key, value).ok();
    Bytes position;
    ledger::put_big_endian(reached.number, position);
    well = well && batch.Put(position_key, position).ok();
    ledger::ensure(well, "a batch in memory takes an entry");
    rocksdb::WriteOptions options;
    options.disableWAL = true;
    const rocksdb::Status status = db_->Write(options, &batch);
    if (!status.ok()) cannot("write", directory_, status);
    changes_.clear();
}

ledger::Position Table::position() const {
    const auto known = find(position_key);
    if (!known) return {};
    BytesView bytes = *known;
    return {ledger::take_big_endian<std::uint64_t>(bytes)};
}

std::optional<Bytes> Table::find(BytesView key) const {
    std::string value;
    const rocksdb::Status status = db_->Get({}, rocksdb::Slice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) cannot("read", directory_, status);
    return value;
}

void Table::ascend(BytesView prefix, BytesView from, const Each& each) const {
    const std::unique_ptr<rocksdb::Iterator> keys(db_->NewIterator({}));
    for (keys->Seek(rocksdb::Slice(from)); keys->Valid(); keys->Next()) {
        if (!keys->key().starts_with(rocksdb::Slice(prefix))) break;
        if (!each(keys->key().ToStringView(), keys->value().ToStringView())) break;
    }
    if (!keys->status().ok()) cannot("read", directory_, keys->status());
}

void Table::descend(BytesView prefix, BytesView from, const Each& each) const {
    const std::unique_ptr<rocksdb::Iterator> keys(db_->NewIterator({}));
    for (keys->SeekForPrev(rocksdb::Slice(from)); keys->Valid(); keys->Prev()) {
        if (!keys->key().starts_with(rocksdb::Slice(prefix))) break;
        if (!each(keys->key().ToStringView(), keys->value().ToStringView())) break;
    }
    if (!keys->status().ok()) cannot("read", directory_, keys->status());
}

ledger::Hash Table::digest() const {
    ledger::Hash hash{};
    ascend({}, {}, [&](BytesView key, BytesView value) {
        Bytes widths;
        ledger::put_big_endian(std::uint64_t{key.size()}, widths);
        ledger::put_big_endian(std::uint64_t{value.size()}, widths);
        hash = ledger::sha256({ledger::view(hash), widths, key, value});
        return true;
    });
    return hash;
}

}  // namespace projections
