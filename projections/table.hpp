#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "ledger/values/bytes.hpp"
#include "ledger/values/id.hpp"

namespace rocksdb {
class DB;
class Iterator;
class Snapshot;
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
    ~Table();
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;

    // --- the fold's side: sees its own changes before they are committed ---
    std::optional<ledger::Bytes> get(ledger::BytesView key) const;
    void put(ledger::Bytes key, ledger::Bytes value);
    std::size_t uncommitted() const { return changes_.size(); }
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

    /// Found by a view, too: a fold asks for the same rows again and again.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(ledger::BytesView key) const noexcept {
            return std::hash<ledger::BytesView>{}(key);
        }
    };
    using Rows = std::unordered_map<ledger::Bytes, ledger::Bytes, Hash, std::equal_to<>>;

    void remember_changes();
    [[noreturn]] void unreadable(const rocksdb::Status& status) const;
    [[noreturn]] void unwritable(const char* what, const rocksdb::Status& status) const;
    void flush_at_times(ledger::Position reached);

    static const ledger::Bytes position_key;  ///< before every key of a projection

    std::filesystem::path directory_;
    std::unique_ptr<rocksdb::DB> db_;
    Rows changes_;
    mutable Rows newer_;  ///< committed or asked for last: a fold finds them without the disk
    Rows older_;          ///< and those before them
    ledger::Position flushed_;
    std::atomic<bool> remove_{true};
    mutable std::atomic<bool> damaged_{false};
};

}  // namespace projections
