#include "ingest/edge/queue.hpp"

#include <mutex>

#include <fmt/core.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "ingest/edge/seal.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/silent_logger.hpp"

// "q" | number u64   -> item
// "name"             -> 8 random bytes, hexadecimal
// "forgotten"        -> number u64 of the last item that is not held any more
// "seen"             -> place u64 in the book
// "k" | what         -> a small thing

namespace edge {
namespace {

using ledger::Bytes;
using ledger::BytesView;

constexpr std::size_t name_bytes = 8;

Bytes number_bytes(std::uint64_t number) {
    Bytes bytes;
    ledger::put_big_endian(number, bytes);
    return bytes;
}

std::uint64_t number_in(BytesView bytes) { return ledger::take_big_endian<std::uint64_t>(bytes); }

Bytes item_key(std::uint64_t number) { return "q" + number_bytes(number); }

rocksdb::Options options_of_queue() {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.info_log = std::make_shared<ledger::SilentLogger>();
    options.compression = rocksdb::kLZ4Compression;
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.write_buffer_size = 4 << 20;
    options.max_open_files = 64;
    return options;
}

std::unique_ptr<rocksdb::DB> open_database(const std::filesystem::path& directory) {
    std::filesystem::create_directories(directory);
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::Open(options_of_queue(), directory.string(), &opened);
    if (!status.ok())
        throw QueueBroken(fmt::format(
            "cannot open the queue in {}: {}: see that the disk has room, that no other "
            "meterbook collect uses it, and if it is damaged begin with an empty directory",
            directory.string(), status.ToString()));
    return std::unique_ptr<rocksdb::DB>(opened);
}

void hold(const rocksdb::Status& status, const char* what) {
    if (!status.ok())
        throw QueueBroken(
            fmt::format("the queue cannot be {}: {}: see that the disk is well and "
                        "has room, then start again",
                        what, status.ToString()));
}

}  // namespace

struct Queue::Parts {
    explicit Parts(const std::filesystem::path& directory) : db(open_database(directory)) {
        if (auto known = get("name")) {
            name = std::move(*known);
        } else {
            begin_anew();
        }
        if (const auto known = get("forgotten")) forgotten = number_in(*known);
        if (const auto known = get("seen")) seen = {number_in(*known)};
        last = std::max(forgotten, last_item());
    }

    std::optional<Bytes> get(BytesView key) const {
        std::string value;
        const auto status = db->Get({}, rocksdb::Slice(key), &value);
        if (status.IsNotFound()) return std::nullopt;
        hold(status, "read");
        return value;
    }

    std::uint64_t last_item() const {
        const std::unique_ptr<rocksdb::Iterator> items(db->NewIterator({}));
        items->SeekForPrev(item_key(UINT64_MAX));
        hold(items->status(), "read");
        if (!items->Valid() || !items->key().starts_with("q")) return 0;
        return number_in(items->key().ToStringView().substr(1));
    }

    void write(rocksdb::WriteBatch& batch, bool sync) {
        rocksdb::WriteOptions options;
        options.sync = sync;
        hold(db->Write(options, &batch), "written");
    }

    void begin_anew() {
        rocksdb::WriteBatch batch;
        name = ledger::to_hex(random_bytes(name_bytes));
        batch.DeleteRange(item_key(0), item_key(UINT64_MAX));
        batch.Put("name", name);
        batch.Delete("forgotten");
        write(batch, true);
        forgotten = last = 0;
    }

    std::unique_ptr<rocksdb::DB> db;
    mutable std::mutex mutex;  ///< of what follows; numbers are given in the order of the writes
    std::string name;
    std::uint64_t forgotten = 0;
    std::uint64_t last = 0;
    ledger::Position seen;
};

Queue::Queue(const std::filesystem::path& directory) : parts_(std::make_unique<Parts>(directory)) {}
Queue::~Queue() = default;

std::string Queue::name() const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->name;
}

std::uint64_t Queue::append(BytesView item) {
    const std::lock_guard lock(parts_->mutex);
    rocksdb::WriteBatch batch;
    batch.Put(item_key(parts_->last + 1), rocksdb::Slice(item));
    parts_->write(batch, true);
    return ++parts_->last;
}

std::uint64_t Queue::first() const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->forgotten + 1;
}

std::uint64_t Queue::next() const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->last + 1;
}

std::vector<Bytes> Queue::read(std::uint64_t from, std::size_t most, std::size_t most_bytes) const {
    const std::unique_ptr<rocksdb::Iterator> found(parts_->db->NewIterator({}));
    std::vector<Bytes> items;
    std::size_t bytes = 0;
    for (found->Seek(item_key(from)); found->Valid() && found->key().starts_with("q");
         found->Next()) {
        const std::uint64_t number = number_in(found->key().ToStringView().substr(1));
        if (number != from + items.size())
            throw QueueBroken(
                fmt::format("item {} of the queue is missing: the disk lost it; "
                            "begin with an empty directory",
                            from + items.size()));
        if (items.size() == most || bytes >= most_bytes) break;
        bytes += found->value().size();
        items.push_back(found->value().ToString());
    }
    hold(found->status(), "read");
    return items;
}

void Queue::forget(std::uint64_t through, ledger::Position seen) {
    const std::lock_guard lock(parts_->mutex);
    if (through > parts_->last) throw QueueBroken("the book has more than this queue ever held");
    rocksdb::WriteBatch batch;
    if (through > parts_->forgotten) {
        batch.DeleteRange(item_key(parts_->forgotten), item_key(through + 1));
        batch.Put("forgotten", number_bytes(through));
    }
    batch.Put("seen", number_bytes(seen.number));
    parts_->write(batch, true);
    parts_->forgotten = std::max(parts_->forgotten, through);
    parts_->seen = seen;
}

ledger::Position Queue::seen() const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->seen;
}

void Queue::begin_anew() {
    const std::lock_guard lock(parts_->mutex);
    parts_->begin_anew();
}

void Queue::keep(const std::string& what, BytesView bytes) {
    rocksdb::WriteBatch batch;
    batch.Put("k" + what, rocksdb::Slice(bytes));
    parts_->write(batch, false);
}

std::optional<Bytes> Queue::kept(const std::string& what) const { return parts_->get("k" + what); }

}  // namespace edge
