#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "ledger/values/bytes.hpp"
#include "ledger/values/id.hpp"
#include "projections/held_rows.hpp"

namespace rocksdb {
class DB;
class Status;
}  // namespace rocksdb

namespace projections {

/// A read model that cannot be asked for now: it is being built, or was found damaged and is built
/// anew by itself. The sentence says which; asking again later is the way out.
struct MustBeBuilt : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The store of one projection: a RocksDB of its own, without a WAL. The position it has reached is
/// written in the same batch as the changes that led there, so that after any crash every event has
/// been applied exactly once. One thread changes it; any thread asks what is committed. What cannot
/// be read throws MustBeBuilt, now and for ever: the table is damaged, and no use any more.
class Table {
public:
    /// Opens it, or begins it anew where it is missing or damaged: it can always be built again.
    /// Throws std::runtime_error with one sentence when the disk refuses.
    explicit Table(std::filesystem::path directory);

    /// One in memory, to fold into and take the digest of: nothing of it is listed or kept.
    Table();
    ~Table();
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    // --- the fold's side: sees its own changes before they are committed ---
    /// What a row says, as a fold holds it; nothing where there is none. Valid until the next
    /// commit.
    template <class Row>
    const Row* known(ledger::BytesView key) const {
        return rows_.find<Row>(key).known();
    }

    /// The same, to be changed; anew where there is none. It is written once, with the next commit.
    template <class Row>
    Row& change(ledger::BytesView key) {
        return rows_.find<Row>(key).change();
    }

    /// Both of one row: it is searched once.
    template <class Row>
    HeldRows::Found<Row> row(ledger::BytesView key) {
        return rows_.find<Row>(key);
    }

    /// The one that was asked for last, where it still is that one and held; else that of `key()`.
    template <class Row, class Which, class KeyOf>
    HeldRows::Found<Row> row(HeldRows::Last<Row, Which>& last, const Which& which,
                             const KeyOf& key) {
        return rows_.find(last, which, key);
    }

    /// Its bytes, and other ones in their place: for what is seldom changed.
    std::optional<ledger::Bytes> get(ledger::BytesView key) const { return rows_.get(key); }
    void put(ledger::BytesView key, ledger::Bytes bytes) { rows_.put(key, std::move(bytes)); }
    std::size_t uncommitted() const { return rows_.changes(); }
    void commit(ledger::Position reached);

    // --- the queries' side ---
    ledger::Position position() const;
    std::optional<ledger::Bytes> find(ledger::BytesView key) const;

    /// Calls `each` for every committed key from `from` on that begins with `prefix`, ascending or
    /// descending, until it says no.
    using Each = std::function<bool(ledger::BytesView key, ledger::BytesView value)>;
    void ascend(ledger::BytesView prefix, ledger::BytesView from, const Each& each) const;
    void descend(ledger::BytesView prefix, ledger::BytesView from, const Each& each) const;

    /// SHA-256 over every key and value in order: two builds of one log have the same.
    ledger::Hash digest() const;
    std::uint64_t rows() const;                               ///< that the digest is over
    std::uint64_t most_rows() const { return rows_.most(); }  ///< of one in memory, uncounted

    /// A table that is still being built is not answered from, and is removed when it is closed;
    /// `keep` ends that, and `remove_when_closed` brings it back.
    void keep();
    void remove_when_closed() { remove_ = true; }
    static bool is_kept(const std::filesystem::path& directory);

    /// Some of it could not be read.
    bool is_damaged() const { return damaged_; }

private:
    friend class TableView;
    friend class Cursor;

    [[noreturn]] void unreadable(const rocksdb::Status& status) const;
    [[noreturn]] void unwritable(const char* what, const rocksdb::Status& status) const;
    void write(const ledger::Bytes& position);
    void write_file(const ledger::Bytes& position);
    void flush_at_times(ledger::Position reached);
    void each_row(const Each& each) const;

    static const ledger::Bytes position_key;  ///< before every key of a projection

    std::filesystem::path directory_;
    std::unique_ptr<rocksdb::DB> db_;
    mutable HeldRows rows_;
    ledger::Position flushed_;
    std::atomic<bool> remove_{true};
    mutable std::atomic<bool> damaged_{false};
};

}  // namespace projections
