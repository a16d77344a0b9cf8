#include <filesystem>
#include <memory>

#include <rocksdb/db.h>
#include <rocksdb/utilities/options_util.h>

#include "projections/read_models.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/sample_book.hpp"

namespace bench {
namespace {

constexpr std::size_t readings_a_second = 80'000;  // about: sizes the run, not the result

/// Compacts one database with its own options, as it would be after a while.
void settle(const std::filesystem::path& directory) {
    rocksdb::DBOptions options;
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    const rocksdb::ConfigOptions strict;
    ledger::ensure(rocksdb::LoadLatestOptions(strict, directory.string(), &options, &families).ok(),
                   "a database knows its options");
    options.info_log = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ledger::ensure(rocksdb::DB::Open(options, directory.string(), families, &handles, &opened).ok(),
                   "a database opens again");
    const std::unique_ptr<rocksdb::DB> db(opened);
    for (auto* handle : handles) {
        ledger::ensure(db->Flush({}, handle).ok(), "a database flushes");
        rocksdb::CompactRangeOptions whole;
        whole.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
        ledger::ensure(db->CompactRange(whole, handle, nullptr, nullptr).ok(),
                       "a database compacts");
        db->DestroyColumnFamilyHandle(handle);
    }
    db->Close();
}

std::uint64_t bytes_under(const std::filesystem::path& directory) {
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
}

void settle_all(const std::filesystem::path& book) {
    std::vector<std::filesystem::path> databases{book / "journal" / "log", book / "index"};
    for (const auto& entry : std::filesystem::directory_iterator(book / "projections"))
        databases.push_back(entry.path());
    for (const auto& database : databases) settle(database);
}

}  // namespace

std::vector<Figure> size(Options options) {
    const TemporaryDirectory directory;
    const std::size_t readings = readings_a_second * options.seconds;
    {
        SampleBook sample(directory.path());
        const projections::ReadModels models(sample.book().journal(),
                                             directory.path() / "projections");
        sample.record(sample.next_batches(readings));
        ledger::ensure(
            models.runner.wait_for(sample.book().journal().head().last, std::chrono::minutes(5)),
            "the projections catch up");
    }
    settle_all(directory.path());
    const auto bytes = static_cast<double>(bytes_under(directory.path()));
    const double each = bytes / static_cast<double>(readings);
    return {
        {"size: on disk, everything", each, 150, "bytes a reading", each / 150, "<= 1", 1, false}};
}

}  // namespace bench
