#include <atomic>
#include <chrono>
#include <fstream>

#include "projections/crew.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/sample_book.hpp"
#include "tools/meterbook/bundle/export_bundle.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/verification.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t readings_a_second = 100'000;  // about: sizes the run, not the result
constexpr double wanted_speed = 1'000'000;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// The limit: the same blocks taken apart, hashed and decoded on as many threads, and nothing else.
double parse_and_hash(const std::string& file) {
    const auto begun = Clock::now();
    meterbook::BundleReader reader(file);
    meterbook::BlockMemory memory;
    std::atomic<std::uint64_t> events = 0;
    projections::Crew().work([&]() -> projections::Crew::Work {
        auto record = reader.next(memory.body());
        while (record && record->kind != meterbook::RecordKind::block) record = reader.next();
        if (!record) return {};
        return [&memory, &events, record = std::move(*record)]() mutable {
            const auto block =
                meterbook::parse_block(memory, std::move(record), {}, meterbook::Depth::events);
            events += block->events.size();
        };
    });
    return static_cast<double>(events) / seconds_since(begun);
}

double verify(const std::string& file, const std::string& key, bool folds_projections) {
    const auto begun = Clock::now();
    meterbook::VerificationWish wish{file, key};
    wish.folds_projections = folds_projections;
    const auto result = meterbook::verify_bundle(wish);
    ledger::ensure(!result.first, "what the bench wrote is verified");
    return static_cast<double>(result.events) / seconds_since(begun);
}

std::string key_of(const std::filesystem::path& book) {
    std::ifstream in(book / "signing" / "1.vkey");
    std::string key;
    std::getline(in, key);
    return key;
}

}  // namespace

std::vector<Figure> verify(Options options) {
    const TemporaryDirectory directory;
    const std::filesystem::path book = directory.path() / "book";
    const std::string file = (directory.path() / "bundle").string();
    {
        SampleBook sample(book);
        sample.record(sample.next_batches(readings_a_second * options.seconds));
    }
    {
        std::ofstream out(file, std::ios::binary);
        meterbook::write_bundle(book, out);
    }
    const std::string key = key_of(book);
    (void)parse_and_hash(file);  // the first pass fills the page cache for all
    const double limit = parse_and_hash(file);
    const double whole = verify(file, key, true);
    const double laws = verify(file, key, false);
    return {{"verify: everything", whole, limit, "events/s", whole / wanted_speed, ">= 1 M/s", 1.0,
             true},
            {"verify: without read models", laws, limit, "events/s", laws / wanted_speed,
             ">= 1 M/s", 1.0, true}};
}

}  // namespace bench
