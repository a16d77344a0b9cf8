#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include <rocksdb/db.h>

#include "ledger/journal/journal.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/sample_book.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t readings_a_second = 200'000;  // about: sizes the run, not the result
constexpr int many_callers = 64;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

struct Batch {
    std::vector<ledger::Bytes> events;
};

/// The frames behind a position, as they were written.
std::vector<Batch> frames_after(const ledger::Journal& journal, ledger::Position after) {
    std::vector<Batch> batches;
    auto reader = journal.read(after.next());
    journal.each_frame([&](const ledger::Frame& frame) {
        if (frame.first <= after) return true;
        Batch& batch = batches.emplace_back();
        for (std::uint32_t i = 0; i < frame.count; ++i)
            batch.events.emplace_back(reader.next()->bytes);
        return true;
    });
    return batches;
}

/// The limit: the same bytes in the same batches, and nothing else; again and again for as long as
/// the book took, so that both have flushed and compacted alike. In events a second.
double bare_loop(const std::vector<Batch>& batches, double seconds) {
    const TemporaryDirectory directory;
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    ledger::ensure(rocksdb::DB::Open(options, directory.path().string(), &opened).ok(),
                   "a bare RocksDB opens");
    const std::unique_ptr<rocksdb::DB> db(opened);
    rocksdb::WriteOptions write;
    write.sync = true;
    std::uint64_t position = 0;
    const auto begun = Clock::now();
    for (std::size_t i = 0; i < batches.size() || seconds_since(begun) < seconds; ++i) {
        const Batch& batch = batches[i % batches.size()];
        rocksdb::WriteBatch writes;
        for (const ledger::Bytes& event : batch.events) {
            const std::uint64_t key = __builtin_bswap64(++position);
            (void)writes.Put({reinterpret_cast<const char*>(&key), sizeof key}, event);
        }
        ledger::ensure(db->Write(write, &writes).ok(), "a bare RocksDB writes");
    }
    return static_cast<double>(position) / seconds_since(begun);
}

Figure batches(SampleBook& sample, Options options) {
    const ledger::Position before = sample.book().journal().head().last;
    // Like the bytes of the bare loop, the readings are there before the clock starts.
    SampleBook::Batches readings = sample.next_batches(readings_a_second * options.seconds);
    const auto begun = Clock::now();
    sample.record(std::move(readings));
    const double took = seconds_since(begun);
    const ledger::Journal& journal = sample.book().journal();
    const auto events = static_cast<double>(journal.head().last.number - before.number);
    const double limit = bare_loop(frames_after(journal, before), took);
    return {"append: readings, durable", events / took, limit, "events/s",
            events / took / limit,       ">= 0.6",      0.6,   true};
}

/// Sales from so many callers at once, each waiting for its own.
double sales_per_second(SampleBook& sample, int callers, unsigned seconds) {
    std::atomic<std::uint64_t> done{0};
    std::atomic<bool> stopping{false};
    std::vector<std::thread> threads;
    const auto begun = Clock::now();
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&, wallet = sample.wallets()[static_cast<std::size_t>(i)]] {
            while (!stopping) {
                const auto outcome = sample.book().execute(
                    {ledger::SellCredit{wallet, ledger::cents(100), ledger::MethodId("cash")},
                     {ledger::ActorKind::system, "bench", ""},
                     "",
                     ""});
                ledger::ensure(outcome.has_value(), "a sale is taken");
                ++done;
            }
        });
    }
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    stopping = true;
    for (std::thread& thread : threads) thread.join();
    return static_cast<double>(done) / seconds_since(begun);
}

Figure callers(SampleBook& sample, Options options) {
    const double one = sales_per_second(sample, 1, options.seconds);
    const double many = sales_per_second(sample, many_callers, options.seconds);
    return {
        "append: 64 callers against one", many, one, "commands/s", many / one, ">= 10", 10, true};
}

}  // namespace

std::vector<Figure> append(Options options) {
    const TemporaryDirectory directory;
    SampleBook sample(directory.path());
    return {batches(sample, options), callers(sample, options)};
}

}  // namespace bench
