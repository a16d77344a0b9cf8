#include "projections/runner.hpp"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <utility>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"

namespace projections {
namespace {

using ledger::Position;

constexpr std::chrono::milliseconds pause(50);
constexpr std::chrono::seconds patience_at_start(1);
constexpr std::size_t events_at_once = 2'048;
constexpr std::size_t worth_a_thread = 256;  ///< events, for every table

/// While many events come, rows that change again and again are written once in so many of them.
constexpr std::size_t events_of_a_commit = 32 * events_at_once;

/// Whoever waits for their own write does not wait longer for others' than that.
constexpr std::chrono::milliseconds time_of_a_commit(100);

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
    : journal_(journal), seen_(journal.head().last) {
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

bool Runner::wait_for(Position position, std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    const auto is_there = [&] {
        return std::all_of(feeds_.begin(), feeds_.end(),
                           [&](const Feed& each) { return each.has_seen(position); });
    };
    moved_.wait_for(lock, timeout, [&] { return halted_ || is_there(); });
    return is_there();
}

bool Runner::wait_for(const Projection& projection, Position position,
                      std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    const auto feed = std::find_if(feeds_.begin(), feeds_.end(), [&](const Feed& each) {
        return &each.track.projection() == &projection;
    });
    ledger::ensure(feed != feeds_.end(), "a projection is waited for where it is fed");
    moved_.wait_for(lock, timeout, [&] { return halted_ || feed->has_seen(position); });
    return feed->has_seen(position);
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
    try {
        while (!stopping_ && !halted()) {
            if (advance()) continue;
            if (answering().empty()) {
                std::unique_lock lock(mutex_);
                moved_.wait_for(lock, pause);
            } else {
                (void)journal_.wait_past(seen_, pause);
            }
        }
    } catch (const std::exception& broken) {
        halt(broken.what());
    }
}

/// Folds what those that answer have not seen. False where there is nothing to do.
bool Runner::advance() {
    const std::lock_guard feeding(feeding_);
    if (halted()) return false;  // by a builder, which may answer from before `seen_`
    mend();
    const auto feeds = answering();
    if (feeds.empty() || seen_ >= journal_.head().last) return false;
    const std::exception_ptr unreadable = fold(seen_, feeds, Clock::now() + time_of_a_commit);
    commit(seen_, feeds);  // what came before an event that cannot be read is good
    if (unreadable) std::rethrow_exception(unreadable);
    return true;
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
        const std::exception_ptr unreadable = fold(seen, {&feed}, Clock::time_point::max());
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
        (void)fold(seen, {&feed}, Clock::time_point::max());
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

/// Folds up to the head, or as much as is committed at once, or until this moment, or to an event
/// that cannot be read: then with what was wrong with it. While it folds, the next events are read;
/// as long as many come they are taken along. What a fold throws leaves through here, so that half
/// an event is never committed.
std::exception_ptr Runner::fold(Position& seen, const std::vector<Feed*>& feeds,
                                Clock::time_point end) {
    const std::uint64_t begun = seen.number;
    Chunk chunk = chunk_from(journal_, seen.next());
    for (;;) {
        const std::vector<ledger::Event>& events = chunk.events;
        const Position behind{seen.number + events.size()};
        const bool are_many = events.size() >= worth_a_thread;
        const bool is_last = !are_many || chunk.unreadable || stopping_ || Clock::now() >= end ||
                             behind.number + events_at_once > begun + events_of_a_commit;
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
