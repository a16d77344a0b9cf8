#include "ledger/journal/store.hpp"

#include <fmt/core.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/silent_logger.hpp"

namespace ledger {
namespace {

constexpr std::array family_names{"default", "log", "frame", "tile", "checkpoint"};

rocksdb::ColumnFamilyOptions family_options(std::size_t family) {
    rocksdb::ColumnFamilyOptions options;
    rocksdb::BlockBasedTableOptions table;
    table.block_size = 32 << 10;
    table.format_version = 5;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    const bool hashes = family == Store::tiles;  // do not compress what is random
    options.compression = hashes ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
    options.bottommost_compression = hashes ? rocksdb::kNoCompression : rocksdb::kZSTD;
    options.write_buffer_size = 32 << 20;
    return options;
}

rocksdb::DBOptions database_options(const JournalOptions& wanted) {
    rocksdb::DBOptions options;
    options.create_missing_column_families = true;
    if (wanted.env != nullptr) options.env = wanted.env;
    options.info_log = std::make_shared<SilentLogger>();
    // The default mode drops acknowledged events in silence when a byte of the WAL is wrong.
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.recycle_log_file_num = 0;
    options.paranoid_checks = true;
    options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
    options.max_total_wal_size = 512ULL << 20;
    // A log that is then refused is left as it was found.
    options.avoid_flush_during_recovery = true;
    options.max_open_files = 256;          // the field's lines need low descriptors
    options.max_file_opening_threads = 1;  // sixteen cost more than the files
    return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors() {
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (std::size_t i = 0; i < family_names.size(); ++i)
        families.emplace_back(family_names[i], family_options(i));
    return families;
}

struct Opened {
    rocksdb::Status status;
    rocksdb::DB* db = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> families;
};

Opened open_database(const std::string& path, const rocksdb::DBOptions& options, bool read_only) {
    Opened opened;
    opened.status =
        read_only ? rocksdb::DB::OpenForReadOnly(options, path, descriptors(), &opened.families,
                                                 &opened.db)
                  : rocksdb::DB::Open(options, path, descriptors(), &opened.families, &opened.db);
    return opened;
}

/// After a refusal: how far the log can be read, to name the first position that is lost.
Position first_unreadable(const std::string& path, const JournalOptions& wanted) {
    rocksdb::DBOptions options = database_options(wanted);
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    options.create_missing_column_families = false;
    Opened opened = open_database(path, options, true);
    if (!opened.status.ok()) return {};
    std::string bytes;
    const rocksdb::Status found = opened.db->Get({}, opened.families[Store::meta], "head", &bytes);
    const auto head = found.ok() ? decode_head(bytes) : std::nullopt;
    for (auto* family : opened.families) opened.db->DestroyColumnFamilyHandle(family);
    delete opened.db;
    return head ? head->last.next() : Position{1};
}

/// The file that begins the log, or one that it names, is gone.
bool is_lost(const rocksdb::Status& status, const std::string& path,
             const JournalOptions& options) {
    rocksdb::Env* env = options.env != nullptr ? options.env : rocksdb::Env::Default();
    return status.IsPathNotFound() ||
           (status.IsInvalidArgument() && env->FileExists(path + "/CURRENT").IsNotFound());
}

[[noreturn]] void refuse_to_open(const rocksdb::Status& status, const std::string& path,
                                 const JournalOptions& options, bool has_begun) {
    if (!status.IsCorruption() && !(has_begun && is_lost(status, path, options)))
        throw JournalUnavailable(fmt::format(
            "cannot open the journal in {}: {}: see that no other process uses it, that this user "
            "may write there and that the disk has room",
            path, status.ToString()));
    const Position wrong = first_unreadable(path, options);
    const std::string from = wrong.is_none() ? "" : fmt::format(" from event {} on", wrong.number);
    throw JournalDamaged(wrong, fmt::format("the journal in {} is damaged{}: {}: keep a copy of "
                                            "the directory, then restore the last backup",
                                            path, from, status.ToString()));
}

}  // namespace

std::shared_ptr<Store> Store::open(const std::filesystem::path& directory,
                                   const JournalOptions& options, bool has_begun) {
    const std::string path = directory.string();
    rocksdb::DBOptions chosen = database_options(options);
    chosen.create_if_missing = !has_begun;
    Opened opened = open_database(path, chosen, options.read_only);
    if (!opened.status.ok()) refuse_to_open(opened.status, path, options, has_begun);
    auto store = std::make_shared<Store>();
    store->db_.reset(opened.db);
    store->families_ = std::move(opened.families);
    return store;
}

Store::~Store() {
    for (auto* family : families_) db_->DestroyColumnFamilyHandle(family);
    if (db_) db_->Close();
}

std::optional<Bytes> Store::get(Family which, BytesView key) {
    std::string value;
    const rocksdb::Status found = db_->Get({}, family(which), rocksdb::Slice(key), &value);
    if (found.IsNotFound()) return std::nullopt;
    throw_unless_read(found, {});
    return value;
}

/// Everything goes into tables first: those never change, so the next backup need not copy them.
void Store::freeze(const std::filesystem::path& directory) {
    constexpr std::uint64_t always_flush = 0;
    rocksdb::Checkpoint* made = nullptr;
    rocksdb::Status status = rocksdb::Checkpoint::Create(db_.get(), &made);
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    if (status.ok()) status = checkpoint->CreateCheckpoint(directory.string(), always_flush);
    if (!status.ok())
        throw JournalUnavailable(
            fmt::format("cannot make {}: {}: see that it is not there and the disk has room",
                        directory.string(), status.ToString()));
}

void refuse_to_read(const rocksdb::Status& status, Position at) {
    const std::string what =
        at.is_none() ? "the journal" : fmt::format("the journal from event {} on", at.number);
    const bool is_the_disk = (status.IsIOError() && !status.IsPathNotFound()) || status.IsBusy() ||
                             status.IsTimedOut() || status.IsMemoryLimit();
    if (is_the_disk)
        throw JournalUnavailable(
            fmt::format("{} cannot be read now: {}: see what the system says of the disk, then "
                        "try again",
                        what, status.ToString()));
    throw JournalDamaged(at, fmt::format("{} cannot be read: {}: keep a copy of the directory, "
                                         "then restore the last backup",
                                         what, status.ToString()));
}

void throw_unless_read(const rocksdb::Status& status, Position at) {
    if (!status.ok()) refuse_to_read(status, at);
}

Bytes position_key(Position position) {
    Bytes key;
    put_big_endian(position.number, key);
    return key;
}

Bytes tile_key(std::uint8_t level, std::uint64_t index) {
    Bytes key;
    put_big_endian(level, key);
    put_big_endian(index, key);
    return key;
}

}  // namespace ledger
