#include "ledger/corrector.hpp"

#include <utility>

#include "ledger/journal/fault.hpp"
#include "ledger/journal/following.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/past.hpp"

namespace ledger {
namespace {

constexpr std::chrono::milliseconds follow_pause(100);

const Actor corrector{ActorKind::system, "corrector", ""};

}  // namespace

Corrector::Corrector(Book& book, std::function<void(const std::string&)> on_failure)
    : book_(book), on_failure_(std::move(on_failure)), thread_([this] { follow(); }) {}

Corrector::~Corrector() {
    stopping_ = true;
    thread_.join();
}

void Corrector::follow() {
    try {
        follow_until_stopped();
    } catch (const BookStopped&) {
        // the state remembers what is due, and the book has said why it stopped
    } catch (const std::exception& broken) {
        if (on_failure_) on_failure_(broken.what());
    }
}

void Corrector::follow_until_stopped() {
    Position seen;
    while (!stopping_) {
        if (!book_.journal().wait_past(seen, follow_pause)) continue;
        const Position before = std::exchange(seen, book_.journal().head().last);
        try {
            const bool all_answered = correct_all(not_asked_yet());
            // A look costs as much as there is due.
            const bool is_long =
                seen.number - before.number >= many_events || waiting_.size() >= many_events;
            if (is_long) std::this_thread::sleep_for(breath);
            if (all_answered) continue;
        } catch (const JournalUnavailable&) {
            // the disk refuses now, or the index is behind
        }
        std::this_thread::sleep_for(follow_pause);
        seen = {};
    }
}

/// What is due, without what was asked for already and waits.
Corrector::DueMeters Corrector::not_asked_yet() {
    return book_.read([this](const State& state) {
        std::erase_if(waiting_, [&](const auto& each) { return !state.due.contains(each.first); });
        DueMeters fresh;
        for (const auto& [meter, due] : state.due) {
            const auto asked = waiting_.find(meter);
            if (asked == waiting_.end() || asked->second != due) fresh.emplace_back(meter, due);
        }
        return fresh;
    });
}

bool Corrector::correct_all(const DueMeters& due) {
    bool all_answered = true;
    const auto execute = [&](const Request& request) { return book_.execute(request); };
    for (const auto& [meter, each] : due) {
        if (stopping_) break;
        const Request request{CorrectCharges{meter}, corrector, "", ""};
        const Outcome outcome = ask_with_past(book_, request, meter, execute);
        const bool gets_events_too_quickly =
            !outcome && outcome.error().rule == Rule::past_must_be_whole;
        if (gets_events_too_quickly)
            all_answered = false;
        else
            waiting_[meter] = each;
    }
    return all_answered;
}

}  // namespace ledger
