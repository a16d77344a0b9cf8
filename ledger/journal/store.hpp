#pragma once
#include <array>
#include <filesystem>
#include <memory>

#include <rocksdb/db.h>

#include "ledger/journal/journal.hpp"

namespace ledger {

/// The RocksDB behind the journal: its options, its column families, and what opening it can say.
/// Everything that keeps it open shares it, so that it is closed after the last reader.
class Store {
public:
    enum Family : std::size_t { meta, log, frames, tiles, checkpoints };

    /// A log that has begun is never created anew: RocksDB would clear away what it does not know.
    /// Throws JournalUnavailable or JournalDamaged.
    static std::shared_ptr<Store> open(const std::filesystem::path& directory,
                                       const JournalOptions& options, bool has_begun);
    Store() = default;  ///< Nothing yet: open() fills it.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    rocksdb::DB& db() { return *db_; }
    rocksdb::ColumnFamilyHandle* family(Family family) { return families_[family]; }

    /// The value of a key; nothing where there is none. Throws as refuse_to_read does.
    std::optional<Bytes> get(Family which, BytesView key);

    /// Hard links of all its files as they are now, in a directory that is not there yet.
    void freeze(const std::filesystem::path& directory);

private:
    std::vector<rocksdb::ColumnFamilyHandle*> families_;
    std::unique_ptr<rocksdb::DB> db_;
};

/// Throws JournalDamaged where the bytes are wrong, or a file is gone, and JournalUnavailable where
/// the disk does not give them now: then nothing is known to be wrong. `at`: from where on.
[[noreturn]] void refuse_to_read(const rocksdb::Status& status, Position at);

/// The same, unless it was read.
void throw_unless_read(const rocksdb::Status& status, Position at);

Bytes position_key(Position position);
Bytes tile_key(std::uint8_t level, std::uint64_t index);

}  // namespace ledger
