#include "api/http/event_streams.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/core.h>

#include "api/json/json_writer.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"

namespace api {
namespace {

using Clock = std::chrono::steady_clock;
using ledger::Position;

constexpr std::size_t most_kept = 1'024;   ///< of the newest events, for all who are up to date
constexpr std::size_t most_at_once = 256;  ///< events for one listener before the next one's turn
constexpr std::chrono::milliseconds turn{100};      ///< looks for new listeners so often
constexpr std::chrono::milliseconds short_turn{5};  ///< while somebody is behind the log

struct Follower {
    std::shared_ptr<Listener> listener;
    EventFilter filter;
    std::function<bool()> is_welcome;
    Position next;
    Clock::time_point begun;
    Clock::time_point told_at;
    Clock::time_point asked_at;
    bool is_gone = false;
};

/// An event, and how it is told.
struct Told {
    ledger::Event event;
    std::string text;
};

std::shared_ptr<const Told> told(const ledger::Journal& journal, Position position) {
    ledger::Event event = ledger::recorded_event(journal, position);
    std::string text = fmt::format("id: {}\nevent: {}\ndata: {}\n\n", position.number,
                                   ledger::name_of(event.payload), dump(write_event(event)));
    return std::make_shared<Told>(Told{std::move(event), std::move(text)});
}

/// What is told of an event to whom it is not shown: which of their meters it changed. Nothing
/// where it changed none.
std::string hint(Position position, const EventFilter::Meters& meters) {
    if (meters.empty()) return "";
    Json names = Json::array();
    for (const ledger::MeterId& each : meters) names.push_back(each.text());
    const Json fact{{"position", position.number}, {"meters", names}};
    return fmt::format("id: {}\nevent: MetersChanged\ndata: {}\n\n", position.number, dump(fact));
}

/// What the follower is told of it; nothing where they want nothing of it, or may not.
std::string text_for(const EventFilter& filter, const Told& told) {
    if (!is_wanted(filter, told.event)) return "";
    if (!filter.is_theirs || filter.is_theirs(told.event)) return told.text;
    if (!filter.changed_by) return "";
    return hint(told.event.envelope.position, filter.changed_by(told.event));
}

}  // namespace

struct EventStreams::Parts {
    const ledger::Book& book;
    const StreamPace pace;
    mutable std::mutex mutex;
    std::vector<Follower> newcomers;
    std::size_t followers_count = 0;
    std::atomic<bool> is_stopping{false};
    std::vector<Follower> followers{};                         ///< of the thread alone
    std::map<Position, std::shared_ptr<const Told>> newest{};  ///< likewise
    std::thread thread{};

    void run();
    void take_newcomers();
    void drop_the_gone();
    bool serve(Follower& follower, Position head);
    bool feed(Follower& follower, Position head);
    void beat(Follower& follower, Position head);
    bool may_stay(Follower& follower) const;
    std::shared_ptr<const Told> at(Position position, Position head);
};

void EventStreams::Parts::run() {
    while (!is_stopping) {
        take_newcomers();
        const Position head = book.journal().head().last;
        bool is_behind = false;
        for (Follower& each : followers) is_behind = serve(each, head) || is_behind;
        drop_the_gone();
        (void)book.journal().wait_past(head, is_behind ? short_turn : turn);
    }
    take_newcomers();
    for (const Follower& each : followers) each.listener->finish();
}

/// Who cannot be told, because the log cannot be read, is let go: they ask again, and are told why.
bool EventStreams::Parts::serve(Follower& follower, Position head) {
    try {
        if (may_stay(follower)) {
            const bool is_behind = feed(follower, head);
            beat(follower, head);
            return is_behind;
        }
    } catch (const std::exception&) {  // it is told in the answer to the next one who asks
    }
    follower.listener->finish();
    follower.is_gone = true;
    return false;
}

/// Not for ever, and no longer than whoever asked would be let in again.
bool EventStreams::Parts::may_stay(Follower& follower) const {
    const auto now = Clock::now();
    if (now - follower.begun >= pace.longest) return false;
    if (now - follower.asked_at < pace.welcome_every) return true;
    follower.asked_at = now;
    return follower.is_welcome();
}

void EventStreams::Parts::take_newcomers() {
    const std::lock_guard lock(mutex);
    std::ranges::move(newcomers, std::back_inserter(followers));
    newcomers.clear();
}

void EventStreams::Parts::drop_the_gone() {
    const std::size_t gone =
        std::erase_if(followers, [](const Follower& each) { return each.is_gone; });
    const std::lock_guard lock(mutex);
    followers_count -= gone;
}

/// True where there is more to tell.
bool EventStreams::Parts::feed(Follower& follower, Position head) {
    for (std::size_t i = 0; i < most_at_once && follower.next <= head && !follower.is_gone; ++i) {
        if (follower.listener->untold() >= pace.most_untold_bytes) break;
        const auto each = at(follower.next, head);
        follower.next = follower.next.next();
        const std::string text = text_for(follower.filter, *each);
        if (text.empty()) continue;
        follower.is_gone = !follower.listener->tell(text);
        follower.told_at = Clock::now();
    }
    return follower.next <= head && !follower.is_gone;
}

/// With an id of its own, so that who wants little does not begin far back when they come again.
void EventStreams::Parts::beat(Follower& follower, Position head) {
    const bool is_silent = Clock::now() - follower.told_at >= pace.heartbeat;
    if (!is_silent || follower.is_gone || follower.next <= head) return;
    follower.is_gone =
        !follower.listener->tell(fmt::format(": still here\nid: {}\n\n", head.number));
    follower.told_at = Clock::now();
}

/// The newest are kept, because everybody who is up to date is told of them.
std::shared_ptr<const Told> EventStreams::Parts::at(Position position, Position head) {
    if (const auto known = newest.find(position); known != newest.end()) return known->second;
    auto each = told(book.journal(), position);
    if (position.number + most_kept <= head.number) return each;
    newest.emplace(position, each);
    while (newest.size() > most_kept) newest.erase(newest.begin());
    return each;
}

EventStreams::EventStreams(const ledger::Book& book, StreamPace pace)
    : parts_(std::make_unique<Parts>(book, pace)) {
    parts_->thread = std::thread([parts = parts_.get()] { parts->run(); });
}

EventStreams::~EventStreams() {
    parts_->is_stopping = true;
    parts_->thread.join();
}

void EventStreams::follow(std::shared_ptr<Listener> listener, Following following) {
    const auto now = Clock::now();
    const std::lock_guard lock(parts_->mutex);
    parts_->newcomers.push_back({std::move(listener), std::move(following.filter),
                                 std::move(following.is_welcome), following.after.next(), now, now,
                                 now});
    ++parts_->followers_count;
}

std::size_t EventStreams::count() const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->followers_count;
}

}  // namespace api
