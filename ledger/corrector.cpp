#include "ledger/corrector.hpp"

#include "ledger/journal/journal.hpp"
#include "ledger/past.hpp"

namespace ledger {
namespace {

constexpr std::chrono::milliseconds follow_pause(100);

const Actor corrector{ActorKind::system, "corrector", ""};

std::map<MeterId, Due> due_in(const Book& book) {
    return book.read([](const State& state) { return state.due; });
}

}  // namespace

Corrector::Corrector(Book& book) : book_(book), thread_([this] { follow(); }) {}

Corrector::~Corrector() {
    stopping_ = true;
    thread_.join();
}

void Corrector::follow() {
    Position seen;
    while (!stopping_) {
        if (!book_.journal().wait_past(seen, follow_pause)) continue;
        seen = book_.journal().head().last;
        try {
            if (correct_all(due_in(book_))) continue;
        } catch (const BookStopped&) {
            return;  // the state remembers what is due
        } catch (const JournalUnavailable&) {
            // the disk refuses now
        }
        std::this_thread::sleep_for(follow_pause);
        seen = {};
    }
}

bool Corrector::correct_all(const std::map<MeterId, Due>& due) {
    bool all_answered = true;
    const auto execute = [&](const Request& request) { return book_.execute(request); };
    std::erase_if(waiting_, [&](const auto& each) { return !due.contains(each.first); });
    for (const auto& [meter, each] : due) {
        if (stopping_) break;
        const auto known = waiting_.find(meter);
        if (known != waiting_.end() && known->second == each.cause) continue;
        const Request request{CorrectCharges{meter}, corrector, "", ""};
        if (ask_with_past(book_, request, meter, execute)) {
            waiting_[meter] = each.cause;
        } else {
            all_answered = false;  // it gets new events too quickly
        }
    }
    return all_answered;
}

}  // namespace ledger
