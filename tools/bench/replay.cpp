#include <chrono>
#include <fstream>
#include <string>

#include "events.pb.h"
#include "ledger/journal/journal.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/sample_book.hpp"
#include "tools/meterbook/fold.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t readings_a_second = 100'000;  // about: sizes the run, not the result

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// The limit: a scan of the same log that only parses, with the generated class.
double parse_only(const ledger::Journal& journal) {
    const auto begun = Clock::now();
    auto reader = journal.read({1});
    meterbook::v1::Envelope envelope;
    std::uint64_t events = 0;
    while (const auto entry = reader.next()) {
        ledger::ensure(
            envelope.ParseFromArray(entry->bytes.data(), static_cast<int>(entry->bytes.size())),
            "an event parses");
        ++events;
    }
    return static_cast<double>(events) / seconds_since(begun);
}

/// The most memory this process held since the last call, in MiB.
double peak_memory() {
    std::ifstream status("/proc/self/status");
    double peak = 0;
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) peak = std::stod(line.substr(6)) / 1024;
    }
    std::ofstream("/proc/self/clear_refs") << "5";
    return peak;
}

double memory_of_fold(const ledger::Journal& journal, ledger::Position until) {
    (void)peak_memory();
    (void)meterbook::fold(ledger::JournalEvents(journal), until);
    return peak_memory();
}

}  // namespace

std::vector<Figure> replay(Options options) {
    const TemporaryDirectory directory;
    {
        SampleBook sample(directory.path());
        sample.record(sample.next_batches(readings_a_second * options.seconds));
    }
    const auto journal =
        ledger::Journal::open(directory.path() / "journal", {.env = nullptr, .read_only = true});
    (void)parse_only(journal);  // the first pass fills the page cache for both
    const double limit = parse_only(journal);
    const auto begun = Clock::now();
    const auto books = meterbook::fold(ledger::JournalEvents(journal), journal.head().last);
    ledger::ensure(books.state.last == journal.head().last, "the whole log is folded");
    const double speed = static_cast<double>(books.state.last.number) / seconds_since(begun);
    const double quarter = memory_of_fold(journal, {journal.head().last.number / 4});
    const double whole = memory_of_fold(journal, journal.head().last);
    return {
        {"replay: log to balances", speed, limit, "events/s", speed / limit, ">= 0.5", 0.5, true},
        {"replay: memory, 4 N against N", whole, quarter, "MiB at most", whole / quarter, "<= 1.25",
         1.25, false}};
}

}  // namespace bench
