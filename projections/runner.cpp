#include "projections/runner.hpp"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <utility>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/values/thread_name.hpp"

namespace projections {
namespace {

using ledger::Position;

constexpr std::chrono::milliseconds pause(50);
constexpr std::chrono::seconds patience_at_start(1);
constexpr std::size_t events_at_once = 2'048;
constexpr std::size_t worth_a_thread = 256;  ///< events, for every table

/// While many events come, rows that change again and again are written once in so many of them.
constexpr std::size_t events_of_a_commit = 32 * events_at_once;

/// While events keep coming, what they change is committed after so long, and answered from.
constexpr std::chrono::milliseconds time_of_a_commit(100);

/// Fewer than these are committed as they come: who asks for what they just did finds it.
constexpr std::size_t few_events = 32;

/// No event for so long: they do not keep coming.
constexpr std::chrono::milliseconds lull(5);

/// So far behind those that answer, a table is near enough for them to wait for it.
constexpr std::size_t events_of_a_wait = 8 * events_at_once;

[[noreturn]] void refuse(const ledger::Entry& entry) {
    throw std::runtime_error(
        fmt::format("event {} is not of a vocabulary that this release knows: start the "
                    "release that wrote it, or a newer one",
                    entry.position.number));
}

/// Events in their order, until one that cannot be read: then with what was wrong with it.
struct Chunk {
    std::vector<ledger::Event> events;
    std::exception_ptr unreadable;
};

Chunk chunk_from(const ledger::Journal& journal, Position from) {
    Chunk chunk;
    try {
        auto reader = journal.read(from);
        const Position behind = journal.head().last.next();
        chunk.events.reserve(std::min<std::size_t>(events_at_once, behind.number - from.number));
        while (chunk.events.size() < events_at_once) {
            const auto entry = reader.next();
            if (!entry) break;
            if (!ledger::decode_event(entry->bytes, chunk.events.emplace_back())) {
                chunk.events.pop_back();
                refuse(*entry);
            }
        }
    } catch (const std::exception&) {
        chunk.unreadable = std::current_exception();
    }
    return chunk;
}

/// Where there is much to do every processor takes one table after the other: none looks at
/// another. Waits for all of them, then throws what one of them threw.
template <class Feed, class Use>
void each_beside_the_others(const std::vector<Feed*>& feeds, bool is_much, const Use& use) {
    const std::size_t processors = is_much ? std::thread::hardware_concurrency() : 1;
    std::atomic<std::size_t> taken{0};
    const auto work = [&] {
        for (std::size_t i = taken++; i < feeds.size(); i = taken++) use(*feeds[i]);
    };
    if (processors < 2 || feeds.size() < 2) return work();
    std::vector<std::future<void>> under_way;
    for (std::size_t i = 0; i < std::min(processors, feeds.size()); ++i)
        under_way.push_back(std::async(std::launch::async, work));
    for (const auto& each : under_way) each.wait();
    for (auto& each : under_way) each.get();
}

}  // namespace

Runner::Runner(const ledger::Journal& journal, const std::filesystem::path& directory,
               const std::vector<Projection*>& projections)
    : journal_(journal), seen_(journal.head().last), committed_(seen_) {
    for (Projection* each : projections) {
        feeds_.push_back({Track(*each, directory, seen_), {}, false, {}});
        Feed& feed = feeds_.back();
        feed.position = feed.track.position();
        if (feed.position == seen_) answer(feed);
    }
    for (Feed& feed : feeds_) {
        if (!feed.answers) start_building(feed);
    }
    feeder_ = std::thread([this] { run(); });
    (void)wait_for({}, patience_at_start);
}

Runner::~Runner() {
    stopping_ = true;
    feeder_.join();
    for (Feed& feed : feeds_) {
        if (feed.builder.joinable()) feed.builder.join();
    }
}

/// Whoever feeds them commits for those who wait as soon as it can.
template <class IsThere>
bool Runner::wait_until(const IsThere& is_there, Position position,
                        std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    wanted_ = std::max(wanted_.load(), position.number);
    called_.notify_one();
    moved_.wait_for(lock, timeout, [&] { return halted_ || is_there(); });
    return is_there();
}

bool Runner::wait_for(Position position, std::chrono::milliseconds timeout) const {
    const auto has_seen = [&](const Feed& each) { return each.has_seen(position); };
    return wait_until([&] { return std::ranges::all_of(feeds_, has_seen); }, position, timeout);
}

bool Runner::wait_for(const Projection& projection, Position position,
                      std::chrono::milliseconds timeout) const {
    const auto feed = std::ranges::find_if(
        feeds_, [&](const Feed& each) { return &each.track.projection() == &projection; });
    ledger::ensure(feed != feeds_.end(), "a projection is waited for where it is fed");
    return wait_until([&] { return feed->has_seen(position); }, position, timeout);
}

std::vector<Progress> Runner::progress() const {
    const std::lock_guard lock(mutex_);
    std::vector<Progress> all;
    for (const Feed& each : feeds_)
        all.push_back({each.track.projection().name(), each.position, each.answers});
    return all;
}

std::optional<std::string> Runner::halted() const {
    const std::lock_guard lock(mutex_);
    return halted_;
}

void Runner::run() {
    ledger::name_thread("read models");
    try {
        while (!stopping_ && !halted()) {
            if (!advance()) wait_for_more();
        }
        const std::lock_guard feeding(feeding_);
        commit_folded(answering());
    } catch (const std::exception& broken) {
        halt(broken.what());
    }
}

/// What is folded and not committed yet waits for what comes within the lull, and for nobody else.
void Runner::wait_for_more() {
    const bool has_answers = !answering().empty();
    if (has_answers && seen_ == committed_) {
        (void)journal_.wait_past(seen_, pause);
        return;
    }
    std::unique_lock lock(mutex_);
    called_.wait_for(lock, has_answers ? lull : pause, [&] { return is_waited_for(seen_); });
}

/// True where somebody waits for what is folded up to there, and not committed yet.
bool Runner::is_waited_for(Position seen) const {
    return wanted_ > committed_.number && wanted_ <= seen.number;
}

/// Folds what those that answer have not seen, and commits it in time. False where it was not much.
bool Runner::advance() {
    const std::lock_guard feeding(feeding_);
    if (halted()) return false;  // by a builder, which may answer from before `seen_`
    mend();
    const auto feeds = answering();
    if (feeds.empty() || seen_ >= journal_.head().last) {
        commit_folded(feeds);
        return false;
    }
    const Position before = seen_;
    const auto is_enough = [this](Position seen) { return is_due(seen); };
    const std::exception_ptr unreadable = fold(seen_, feeds, is_enough);
    if (unreadable || is_due(seen_)) commit_folded(feeds);
    // What came before an event that cannot be read is good.
    if (unreadable) std::rethrow_exception(unreadable);
    return seen_.number >= before.number + worth_a_thread;
}

bool Runner::is_due(Position seen) const {
    const std::size_t folded = seen.number - committed_.number;
    if (is_waited_for(seen) || folded < few_events || folded >= events_of_a_commit) return true;
    return Clock::now() - committed_at_ >= time_of_a_commit;
}

/// What is found damaged answers no more, and is built anew.
void Runner::mend() {
    for (Feed* feed : answering()) {
        if (!feed->track.is_damaged()) continue;
        {
            const std::lock_guard lock(mutex_);
            feed->answers = false;
            feed->position = {};
        }
        feed->track.begin_anew();
        start_building(*feed);
    }
}

std::vector<Runner::Feed*> Runner::answering() {
    const std::lock_guard lock(mutex_);
    std::vector<Feed*> found;
    for (Feed& each : feeds_) {
        if (each.answers) found.push_back(&each);
    }
    return found;
}

void Runner::start_building(Feed& feed) {
    if (feed.builder.joinable()) feed.builder.join();  // it ended when this began to answer
    feed.builder = std::thread([this, &feed] {
        try {
            build(feed);
        } catch (const std::exception& broken) {
            halt(broken.what());
        }
    });
}

void Runner::build(Feed& feed) {
    while (!stopping_) {
        if (feed.track.is_damaged()) feed.track.begin_anew();
        Position seen = feed.track.position();
        const Position end{seen.number + events_of_a_commit};
        const auto is_enough = [end](Position reached) { return reached >= end; };
        const std::exception_ptr unreadable = fold(seen, {&feed}, is_enough);
        commit(seen, {&feed});
        if (unreadable) return end_before(unreadable, feed);
        const bool is_near = journal_.head().last.number < seen.number + events_of_a_wait;
        if (is_near && catch_up(feed)) return;
    }
}

/// Folds the rest while those that answer stand still, and joins them. False where it cannot yet.
bool Runner::catch_up(Feed& feed) {
    const std::lock_guard feeding(feeding_);
    if (feed.track.position() < seen_) {
        Position seen = feed.track.position();
        // What cannot be read is met again, and told then.
        (void)fold(seen, {&feed}, [this](Position reached) { return reached >= seen_; });
        commit(seen, {&feed});
    }
    if (feed.track.is_damaged() || feed.track.position() < seen_) return false;
    answer(feed);
    return true;
}

/// Answers with what came before, as those do that met it while they answered.
void Runner::end_before(const std::exception_ptr& unreadable, Feed& feed) {
    const std::lock_guard feeding(feeding_);
    answer(feed);
    try {
        std::rethrow_exception(unreadable);
    } catch (const std::exception& broken) {
        halt(broken.what());
    }
}

/// Folds up to the head, or as much as is enough, or to an event that cannot be read: then with
/// what was wrong with it. While it folds, the next events are read; as long as many come they are
/// taken along. What a fold throws leaves through here, so that half an event is never committed.
template <class IsEnough>
std::exception_ptr Runner::fold(Position& seen, const std::vector<Feed*>& feeds,
                                const IsEnough& is_enough) {
    Chunk chunk = chunk_from(journal_, seen.next());
    for (;;) {
        const std::vector<ledger::Event>& events = chunk.events;
        const Position behind{seen.number + events.size()};
        const bool are_many = events.size() >= worth_a_thread;
        const bool is_last = !are_many || chunk.unreadable || stopping_ || is_enough(behind);
        std::future<Chunk> ahead;
        if (!is_last)
            ahead = std::async(std::launch::async,
                               [this, behind] { return chunk_from(journal_, behind.next()); });
        each_beside_the_others(feeds, are_many, [&](Feed& feed) { feed.track.fold(events); });
        seen = behind;
        if (is_last) return chunk.unreadable;
        chunk = ahead.get();
    }
}

void Runner::commit(Position seen, const std::vector<Feed*>& feeds) {
    const bool is_much = std::ranges::any_of(feeds, [&](const Feed* feed) {
        return seen.number >= feed->track.position().number + worth_a_thread;
    });
    each_beside_the_others(feeds, is_much, [&](Feed& feed) {
        if (seen > feed.track.position()) feed.track.commit(seen);
    });
    {
        const std::lock_guard lock(mutex_);
        for (Feed* feed : feeds) feed->position = feed->track.position();
    }
    moved_.notify_all();
}

void Runner::commit_folded(const std::vector<Feed*>& feeds) {
    if (seen_ == committed_) return;
    commit(seen_, feeds);
    committed_ = seen_;
    committed_at_ = Clock::now();
}

void Runner::answer(Feed& feed) {
    feed.track.answer();
    {
        const std::lock_guard lock(mutex_);
        feed.answers = true;
    }
    moved_.notify_all();
}

void Runner::halt(const std::string& why) {
    {
        const std::lock_guard lock(mutex_);
        if (!halted_) halted_ = why;
    }
    moved_.notify_all();
}

}  // namespace projections
