#include "ledger/journal/index_audit.hpp"

#include <algorithm>
#include <memory>

#include <fmt/core.h>
#include <rocksdb/db.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/fault.hpp"
#include "ledger/journal/silent_logger.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {
namespace {

std::unique_ptr<rocksdb::DB> open_to_read(const std::filesystem::path& directory) {
    rocksdb::Options options;
    options.info_log = std::make_shared<SilentLogger>();
    options.max_open_files = 128;
    options.max_file_opening_threads = 1;
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(options, directory.string(), &db);
    if (!status.ok())
        throw JournalUnavailable(
            fmt::format("the index in {} cannot be read: {}: delete it, it is built again",
                        directory.string(), status.ToString()));
    return std::unique_ptr<rocksdb::DB>(db);
}

/// What an index says, one event at a time: a subject's entry speaks of several, and how many is
/// no matter.
class Sayings {
public:
    explicit Sayings(const std::filesystem::path& directory)
        : db_(open_to_read(directory)), entries_(db_->NewIterator({})) {
        entries_->SeekToFirst();
        open_entry();
    }

    bool is_over() const { return !entries_->Valid(); }
    const Bytes& key() const { return key_; }
    Position position() const { return position_; }

    /// Up to here nothing is missing: a start reads the log again from there on.
    Position reach() const {
        std::string value;
        const auto read = db_->Get({}, "position", &value);
        if (read.IsNotFound()) return {};
        if (!read.ok() || value.size() != sizeof(std::uint64_t))
            throw JournalUnavailable(
                "how far the index reaches cannot be read: delete it, it is built again");
        BytesView bytes = value;
        return {take_big_endian<std::uint64_t>(bytes)};
    }

    void next() {
        if (!rest_.empty()) return take_position();
        entries_->Next();
        open_entry();
    }

private:
    static constexpr std::size_t key_of_a_subject = 17;  // "s", 8 bytes of a hash, a version

    void open_entry() {
        while (entries_->Valid() && !is_saying(entries_->key().ToStringView())) entries_->Next();
        if (!entries_->status().ok())
            throw JournalUnavailable(
                fmt::format("the index cannot be read: {}: delete it, it is "
                            "built again",
                            entries_->status().ToString()));
        if (!entries_->Valid()) return;
        key_ = entries_->key().ToString();
        rest_ = entries_->value().ToString();
        is_first_ = true;
        take_position();
    }

    static bool is_saying(BytesView key) { return key != "position" && key != "reached"; }

    void take_position() {
        if (rest_.size() < sizeof(std::uint64_t))
            throw JournalUnavailable(
                "an entry of the index is not whole: delete it, it is built "
                "again");
        BytesView rest = rest_;
        position_ = {take_big_endian<std::uint64_t>(rest)};
        rest_.erase(0, sizeof(std::uint64_t));
        if (!is_first_) count_up();
        is_first_ = false;
    }

    /// The next version of the same subject.
    void count_up() {
        if (key_.size() != key_of_a_subject)
            throw JournalUnavailable(
                "an entry of the index is too long: delete it, it is built "
                "again");
        BytesView version = BytesView(key_).substr(key_of_a_subject - sizeof(std::uint64_t));
        const auto next = take_big_endian<std::uint64_t>(version) + 1;
        key_.resize(key_of_a_subject - sizeof(std::uint64_t));
        put_big_endian(next, key_);
    }

    std::unique_ptr<rocksdb::DB> db_;
    std::unique_ptr<rocksdb::Iterator> entries_;
    Bytes key_;
    Bytes rest_;  ///< of the entry's value
    Position position_;
    bool is_first_ = true;
};

/// Below zero where the kept index says something first, above where the new one does.
int order_of(const Sayings& mine, const Sayings& due) {
    if (mine.is_over()) return 1;
    return due.is_over() ? -1 : mine.key().compare(due.key());
}

}  // namespace

std::optional<Position> first_misindexed(const std::filesystem::path& kept,
                                         const std::filesystem::path& anew) {
    Sayings mine(kept);
    Sayings due(anew);
    const Position reach = mine.reach();
    std::optional<Position> first;
    const auto blame = [&](Position at) { first = std::min(first.value_or(at), at); };
    while (!mine.is_over() || !due.is_over()) {
        const bool is_late = !due.is_over() && due.position() > reach;
        const int order = order_of(mine, due);
        if (order < 0) blame(mine.position());
        if (order > 0 && !is_late) blame(due.position());
        if (order == 0 && mine.position() != due.position()) blame(due.position());
        if (order <= 0) mine.next();
        if (order >= 0) due.next();
    }
    return first;
}

}  // namespace ledger
