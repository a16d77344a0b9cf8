#include "tools/meterbook/backup/kept_checkpoints.hpp"

#include <rocksdb/db.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/store.hpp"

namespace meterbook {
namespace {

using ledger::Store;

std::shared_ptr<Store> opened(const std::filesystem::path& journal, bool read_only) {
    return Store::open(journal / "log", {.env = nullptr, .read_only = read_only}, true);
}

}  // namespace

std::map<std::uint64_t, std::string> checkpoints_in(const std::filesystem::path& journal) {
    const auto store = opened(journal, true);
    std::map<std::uint64_t, std::string> notes;
    const std::unique_ptr<rocksdb::Iterator> each(
        store->db().NewIterator({}, store->family(Store::checkpoints)));
    for (each->SeekToFirst(); each->Valid(); each->Next()) {
        ledger::BytesView key = each->key().ToStringView();
        if (key.size() != sizeof(std::uint64_t)) continue;
        const auto size = ledger::take_big_endian<std::uint64_t>(key);
        notes[size] = each->value().ToString();
    }
    if (!each->status().ok())
        throw ledger::JournalDamaged({}, "the checkpoints of the log cannot be read: " +
                                             each->status().ToString() + ": take another backup");
    return notes;
}

void put_checkpoints(const std::map<std::uint64_t, std::string>& notes,
                     const std::filesystem::path& journal) {
    if (notes.empty()) return;
    const auto store = opened(journal, false);
    rocksdb::WriteBatch batch;
    bool well = true;
    for (const auto& [size, note] : notes)
        well =
            well &&
            batch.Put(store->family(Store::checkpoints), ledger::position_key({size}), note).ok();
    rocksdb::WriteOptions options;
    options.sync = true;
    if (!well || !store->db().Write(options, &batch).ok())
        throw ledger::JournalUnavailable("cannot write the log: see that the disk has room");
}

}  // namespace meterbook
