#include "projections/runner.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/following.hpp"
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

/// So far behind those that answer, a table is near enough for them to wait for it.
constexpr std::size_t events_of_a_wait = 8 * events_at_once;

/// Of a table that is built: one reads the next chunk while the other folds.
constexpr unsigned threads_of_a_builder = 2;
constexpr std::size_t chunks_ahead_of_a_builder = 1;

/// So many times as many wait for the slowest table at most: whoever asks for one waits for all.
constexpr std::size_t chunks_ahead = 4;

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

}  // namespace

Runner::Runner(const ledger::Journal& journal, const std::filesystem::path& directory,
               const std::vector<Projection*>& projections)
    : journal_(journal),
      crew_(std::thread::hardware_concurrency(), chunks_ahead),
      seen_(journal.head().last),
      committed_(seen_) {
    for (Projection* each : projections) {
        Feed& feed = feeds_.emplace_back(Track(*each, directory, seen_), crew_);
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

/// What is folded and not committed yet waits for what comes next; but nobody who asks waits with
/// it for what the log holds.
void Runner::wait_for_more() {
    const bool has_answers = !answering().empty();
    if (has_answers && seen_ == committed_) {
        (void)journal_.wait_past(seen_, pause);
        return;
    }
    std::unique_lock lock(mutex_);
    called_.wait_for(lock, has_answers ? ledger::breath : pause,
                     [&] { return has_answers && is_waited_for(journal_.head().last); });
}

/// True where somebody waits for what stands up to there, and is not committed yet.
bool Runner::is_waited_for(Position last) const {
    return wanted_ > committed_.number && wanted_ <= last.number;
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
    const std::exception_ptr unreadable = fold(crew_, seen_, lanes_of(feeds), is_enough);
    if (unreadable || is_due(seen_)) commit_folded(feeds);
    // What came before an event that cannot be read is good.
    if (unreadable) std::rethrow_exception(unreadable);
    return seen_.number >= before.number + worth_a_thread;
}

bool Runner::is_due(Position seen) const {
    const std::size_t folded = seen.number - committed_.number;
    if (is_waited_for(seen) || folded < ledger::many_events || folded >= events_of_a_commit)
        return true;
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

std::vector<Runner::Lane> Runner::lanes_of(const std::vector<Feed*>& feeds) {
    std::vector<Lane> lanes;
    for (Feed* each : feeds) lanes.push_back({*each, each->line});
    return lanes;
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
    Crew crew(threads_of_a_builder, chunks_ahead_of_a_builder);
    Crew::Line line(crew);
    const std::vector<Lane> lanes{{feed, line}};
    while (!stopping_) {
        if (feed.track.is_damaged()) feed.track.begin_anew();
        Position seen = feed.track.position();
        const Position end{seen.number + events_of_a_commit};
        const auto is_enough = [end](Position reached) { return reached >= end; };
        const std::exception_ptr unreadable = fold(crew, seen, lanes, is_enough);
        commit(crew, seen, lanes);
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
        const std::vector<Lane> lanes = lanes_of({&feed});
        (void)fold(crew_, seen, lanes, [this](Position reached) { return reached >= seen_; });
        commit(crew_, seen, lanes);
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
/// what was wrong with it. While many come, the crew reads the next ones beside the folding. What a
/// fold throws leaves through here, so that half an event is never committed.
template <class IsEnough>
std::exception_ptr Runner::fold(Crew& crew, Position& seen, const std::vector<Lane>& lanes,
                                const IsEnough& is_enough) {
    auto chunk = std::make_shared<const Chunk>(chunk_from(journal_, seen.next()));
    Position reached{seen.number + chunk->events.size()};
    std::exception_ptr unreadable = chunk->unreadable;
    const auto are_many = [&] { return chunk->events.size() >= worth_a_thread; };
    const auto hand_out = [&]() -> Crew::Work {
        if (!chunk) return {};
        for (const Lane& each : lanes)
            each.line.put([&track = each.feed.track, chunk] { track.fold(chunk->events); });
        const bool is_last = !are_many() || unreadable || stopping_ || is_enough(reached);
        chunk =
            is_last ? nullptr : std::make_shared<const Chunk>(chunk_from(journal_, reached.next()));
        if (chunk) reached.number += chunk->events.size();
        if (chunk) unreadable = chunk->unreadable;
        return [] {};  // what there is to do stands in the lines
    };
    if (are_many()) {
        crew.work(hand_out);
    } else {
        for (const Lane& each : lanes) each.feed.track.fold(chunk->events);
    }
    seen = reached;
    return unreadable;
}

void Runner::commit(Crew& crew, Position seen, const std::vector<Lane>& lanes) {
    const bool is_much = std::ranges::any_of(lanes, [&](const Lane& each) {
        return seen.number >= each.feed.track.position().number + worth_a_thread;
    });
    for (const Lane& each : lanes) {
        Track& track = each.feed.track;
        if (seen <= track.position()) continue;
        if (is_much) {
            each.line.put([&track, seen] { track.commit(seen); });
        } else {
            track.commit(seen);
        }
    }
    if (is_much) crew.work();
    {
        const std::lock_guard lock(mutex_);
        for (const Lane& each : lanes) each.feed.position = each.feed.track.position();
    }
    moved_.notify_all();
}

void Runner::commit_folded(const std::vector<Feed*>& feeds) {
    if (seen_ == committed_) return;
    commit(crew_, seen_, lanes_of(feeds));
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
