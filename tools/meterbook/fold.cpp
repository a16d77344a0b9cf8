#include "tools/meterbook/fold.hpp"

#include <algorithm>
#include <deque>
#include <future>
#include <thread>

#include "ledger/rules/apply.hpp"
#include "ledger/rules/postings.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

constexpr std::size_t events_at_once = 4'096;

/// Raw bytes of a run of events, to be decoded on another thread.
struct Run {
    ledger::Position first;
    std::vector<ledger::Bytes> bytes;
};

std::vector<ledger::Event> decode(const Run& run) {
    std::vector<ledger::Event> events;
    events.reserve(run.bytes.size());
    for (std::size_t i = 0; i < run.bytes.size(); ++i)
        events.push_back(event_in({{run.first.number + i}, run.bytes[i]}));
    return events;
}

Run next_run(ledger::EventReader& reader) {
    Run run;
    while (run.bytes.size() < events_at_once) {
        const auto entry = reader.next();
        if (!entry) break;
        if (run.bytes.empty()) run.first = entry->position;
        run.bytes.emplace_back(entry->bytes);
    }
    return run;
}

void take(Books& books, const ledger::Event& event) {
    for (const ledger::Posting& each : ledger::postings(event.payload))
        books.balances[each.account] += each.amount;
    ledger::apply(books.state, event);
}

}  // namespace

Books fold(const ledger::EventSource& log, ledger::Position end) {
    Books books;
    ProgressLine progress("replay");
    const auto reader = log.read({1});
    const std::size_t ahead = std::max(2U, std::thread::hardware_concurrency());
    std::deque<std::future<std::vector<ledger::Event>>> decoding;
    bool more = true;
    while (more || !decoding.empty()) {
        while (more && decoding.size() < ahead) {
            Run run = next_run(*reader);
            more = !run.bytes.empty();
            if (more) decoding.push_back(std::async(std::launch::async, decode, std::move(run)));
        }
        if (decoding.empty()) break;
        const std::vector<ledger::Event> events = decoding.front().get();
        decoding.pop_front();
        for (const ledger::Event& event : events) {
            if (event.envelope.position > end) return books;
            take(books, event);
        }
        progress.show(books.state.last.number, log.last().number);
    }
    return books;
}

}  // namespace meterbook
