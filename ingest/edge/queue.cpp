#include "ingest/edge/queue.hpp"

#include <iterator>
#include <map>
#include <mutex>

#include <fmt/core.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "ingest/edge/seal.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/silent_logger.hpp"

// "q" | number u64   -> item
// "l" | number u64   -> name of the life whose first item this is: 8 random bytes, hexadecimal
// "name"             -> as 0.9 and before kept it: the name of all items
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
Bytes life_key(std::uint64_t first) { return "l" + number_bytes(first); }
Bytes thing_key(const std::string& what) { return "k" + what; }

rocksdb::Options options_of_queue() {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.info_log = std::make_shared<ledger::SilentLogger>();
    options.compression = rocksdb::kLZ4Compression;
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.write_buffer_size = 4 << 20;
    options.max_open_files = 64;
    options.max_file_opening_threads = 1;  // sixteen cost more than the files
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
        if (const auto known = get("forgotten")) forgotten = number_in(*known);
        if (const auto known = get("seen")) seen = {number_in(*known)};
        last = std::max(forgotten, last_item());
        begin_life();
    }

    std::optional<Bytes> get(BytesView key) const {
        std::string value;
        const auto status = db->Get({}, rocksdb::Slice(key), &value);
        if (status.IsNotFound()) return std::nullopt;
        hold(status, "read");
        return value;
    }

    /// Shows each key after `prefix`, and its value.
    template <class Show>
    void each_under(BytesView prefix, Show&& show) const {
        const std::unique_ptr<rocksdb::Iterator> found(db->NewIterator({}));
        for (found->Seek(rocksdb::Slice(prefix));
             found->Valid() && found->key().starts_with(rocksdb::Slice(prefix)); found->Next())
            show(found->key().ToStringView().substr(prefix.size()), found->value().ToStringView());
        hold(found->status(), "read");
    }

    std::uint64_t last_item() const {
        const std::unique_ptr<rocksdb::Iterator> items(db->NewIterator({}));
        items->SeekForPrev(item_key(UINT64_MAX));
        hold(items->status(), "read");
        if (!items->Valid() || !items->key().starts_with("q")) return 0;
        return number_in(items->key().ToStringView().substr(1));
    }

    void write(rocksdb::WriteBatch& batch, bool sync) const {
        rocksdb::WriteOptions options;
        options.sync = sync;
        hold(db->Write(options, &batch), "written");
    }

    /// A life without an item may have had some that the disk lost: its name is of no use either.
    void begin_life() {
        rocksdb::WriteBatch batch;
        each_under("l", [&](BytesView first, BytesView name) { lives[number_in(first)] = name; });
        if (auto older = get("name")) {
            lives.emplace(forgotten + 1, std::move(*older));
            batch.Delete("name");
            batch.Put(life_key(forgotten + 1), lives.at(forgotten + 1));
        }
        for (auto empty = lives.upper_bound(last); empty != lives.end(); empty = lives.erase(empty))
            batch.Delete(life_key(empty->first));
        lives[last + 1] = ledger::to_hex(random_bytes(name_bytes));
        batch.Put(life_key(last + 1), lives.at(last + 1));
        drop_lives_through(forgotten, batch);
        write(batch, true);
    }

    /// Those all of whose items are forgotten, but for the newest.
    void drop_lives_through(std::uint64_t number, rocksdb::WriteBatch& batch) {
        while (lives.size() > 1 && std::next(lives.begin())->first <= number + 1) {
            batch.Delete(life_key(lives.begin()->first));
            lives.erase(lives.begin());
        }
    }

    std::unique_ptr<rocksdb::DB> db;
    mutable std::mutex mutex;  ///< of what follows; numbers are given in the order of the writes
    std::map<std::uint64_t, std::string> lives;  ///< by the number of their first item; not empty
    std::uint64_t forgotten = 0;
    std::uint64_t last = 0;
    ledger::Position seen;
};

Queue::Queue(const std::filesystem::path& directory) : parts_(std::make_unique<Parts>(directory)) {}
Queue::~Queue() = default;

Queue::Life Queue::life() const {
    const std::lock_guard lock(parts_->mutex);
    const auto after = std::next(parts_->lives.begin());
    const bool is_over = after != parts_->lives.end();
    return {parts_->lives.begin()->second, is_over ? after->first : parts_->last + 1, is_over};
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
        parts_->drop_lives_through(through, batch);
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

void Queue::keep(const Things& things) {
    rocksdb::WriteBatch batch;
    for (const auto& [what, bytes] : things) {
        if (bytes.empty()) {
            batch.Delete(thing_key(what));
        } else {
            batch.Put(thing_key(what), bytes);
        }
    }
    parts_->write(batch, false);
}

std::optional<Bytes> Queue::kept(const std::string& what) const {
    return parts_->get(thing_key(what));
}

Queue::Things Queue::kept_under(const std::string& beginning) const {
    Things things;
    parts_->each_under(thing_key(beginning), [&](BytesView rest, BytesView bytes) {
        things.emplace(beginning + std::string(rest), bytes);
    });
    return things;
}

}  // namespace edge
