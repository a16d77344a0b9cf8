#include "ledger/past.hpp"

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/fault.hpp"

namespace ledger {
namespace {

constexpr std::size_t first_look = 64;
constexpr std::size_t growth = 8;
constexpr std::size_t most_attempts = 64;
constexpr std::chrono::milliseconds index_pause(5);
constexpr std::chrono::seconds most_patience(5);

/// How many events a meter has, and where the log ends with them.
struct Newest {
    std::uint64_t version;
    Position last;
};

Newest newest_of(const Book& book, const MeterId& meter) {
    return book.read([&](const State& state) {
        const auto* version = find(state.versions, Subject{SubjectKind::meter, meter.text()});
        return Newest{version == nullptr ? 0 : *version, state.last};
    });
}

}  // namespace

void wait_for_index(const Book& book, Position position) {
    const auto deadline = std::chrono::steady_clock::now() + most_patience;
    bool is_known =
        position.is_none() || book.journal().wait_past({position.number - 1}, most_patience);
    while (is_known && book.index().position() < position) {
        is_known = std::chrono::steady_clock::now() < deadline;
        std::this_thread::sleep_for(index_pause);
    }
    if (is_known) return;
    throw JournalUnavailable(
        fmt::format("event {} is not on the disk and in the index within {} seconds: ask again, "
                    "and see the disk "
                    "where it stays so",
                    position.number, most_patience.count()));
}

Past read_past(const Journal& journal, const Index& index, const MeterId& meter,
               std::uint64_t newest, std::size_t most) {
    const std::uint64_t from = newest > most ? newest - most + 1 : 1;
    auto past = std::make_shared<std::vector<Event>>();
    const Subject subject{SubjectKind::meter, meter.text()};
    for (const Position each : index.find_subject(subject, from, newest - from + 1)) {
        auto event = decode_event(journal.get(each));
        ensure(event.has_value(), "the index names events");
        past->push_back(std::move(*event));
    }
    return past;
}

Outcome ask_with_past(const Book& book, Request request, const MeterId& meter,
                      const std::function<Outcome(const Request&)>& ask) {
    std::size_t most = first_look;
    for (std::size_t attempt = 1;; ++attempt) {
        const Newest newest = newest_of(book, meter);
        wait_for_index(book, newest.last);
        request.past = read_past(book.journal(), book.index(), meter, newest.version, most);
        Outcome outcome = ask(request);
        const bool wants_more = !outcome && outcome.error().rule == Rule::past_must_be_whole;
        if (!wants_more || attempt == most_attempts) return outcome;
        if (most < newest.version) most *= growth;
    }
}

}  // namespace ledger
