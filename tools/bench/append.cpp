#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <thread>

#include <rocksdb/db.h>

#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/sample_book.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t readings_a_second = 200'000;  // about: sizes the run, not the result
constexpr std::size_t readings_of_a_turn = 400'000;
constexpr int many_callers = 64;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// What was written in so many seconds.
struct Written {
    std::uint64_t events = 0;
    double seconds = 0;

    double a_second() const { return static_cast<double>(events) / seconds; }
};

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

/// The limit: a RocksDB as it comes, with the same bytes in the same batches and nothing else.
class BareLoop {
public:
    BareLoop() {
        rocksdb::Options options;
        options.create_if_missing = true;
        rocksdb::DB* opened = nullptr;
        ledger::ensure(rocksdb::DB::Open(options, directory_.path().string(), &opened).ok(),
                       "a bare RocksDB opens");
        db_.reset(opened);
    }

    /// Again and again for so long, so that it has flushed and compacted as often as the book.
    void write(const std::vector<Batch>& batches, double seconds) {
        const std::uint64_t before = position_;
        const auto begun = Clock::now();
        for (std::size_t i = 0; i < batches.size() || seconds_since(begun) < seconds; ++i)
            write(batches[i % batches.size()]);
        written_.seconds += seconds_since(begun);
        written_.events += position_ - before;
    }

    const Written& written() const { return written_; }

private:
    void write(const Batch& batch) {
        rocksdb::WriteOptions options;
        options.sync = true;
        rocksdb::WriteBatch writes;
        for (const ledger::Bytes& event : batch.events) {
            const std::uint64_t key = __builtin_bswap64(++position_);
            (void)writes.Put({reinterpret_cast<const char*>(&key), sizeof key}, event);
        }
        ledger::ensure(db_->Write(options, &writes).ok(), "a bare RocksDB writes");
    }

    TemporaryDirectory directory_;
    std::unique_ptr<rocksdb::DB> db_;
    std::uint64_t position_ = 0;
    Written written_;
};

void let_index_follow(const ledger::Book& book) {
    while (book.index().position() < book.journal().head().last)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

/// In turn, so that both meet the disk and the neighbours of the same minute. Like the bytes of the
/// bare loop, the readings are there before the clock starts; and the bare loop does not begin
/// before the index has done what it does beside the book.
Figure batches(SampleBook& sample, Options options) {
    const ledger::Journal& journal = sample.book().journal();
    BareLoop bare;
    Written book;
    std::size_t left = readings_a_second * options.seconds;
    while (left > 0) {
        const std::size_t in_this_turn = std::min(left, readings_of_a_turn);
        left -= in_this_turn;
        const ledger::Position before = journal.head().last;
        SampleBook::Batches readings = sample.next_batches(in_this_turn);
        const auto begun = Clock::now();
        sample.record(std::move(readings));
        const double took = seconds_since(begun);
        book.seconds += took;
        book.events += journal.head().last.number - before.number;
        let_index_follow(sample.book());
        bare.write(frames_after(journal, before), took);
    }
    const double figure = book.a_second();
    const double limit = bare.written().a_second();
    return {"append: readings, durable",
            figure,
            limit,
            "events/s",
            figure / limit,
            ">= 0.6",
            0.6,
            true};
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
