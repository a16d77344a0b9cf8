#include "projections/runner.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"

namespace projections {
namespace {

using ledger::Position;

constexpr std::chrono::milliseconds pause(50);
constexpr std::size_t events_at_once = 2'048;

ledger::Event event_in(const ledger::Entry& entry) {
    auto event = ledger::decode_event(entry.bytes);
    if (!event)
        throw std::runtime_error(
            fmt::format("event {} is not of a vocabulary that this release knows: start the "
                        "release that wrote it, or a newer one",
                        entry.position.number));
    return std::move(*event);
}

}  // namespace

Runner::Runner(const ledger::Journal& journal, std::filesystem::path directory,
               std::vector<Projection*> projections)
    : journal_(journal), directory_(std::move(directory)) {
    for (Projection* each : projections) tracks_.push_back({each, nullptr, 1, {}, false});
    for (Track& track : tracks_) open(track);
    feeder_ = std::thread([this] { run(); });
}

Runner::~Runner() {
    stopping_ = true;
    feeder_.join();
    for (std::thread& builder : builders_) builder.join();
}

std::filesystem::path Runner::path_of(const Track& track, unsigned generation) const {
    return directory_ / fmt::format("{}-v{}-{}", track.projection->name(),
                                    track.projection->version(), generation);
}

/// The newest kept generation of this version; everything else of this name is removed.
void Runner::open(Track& track) {
    std::filesystem::create_directories(directory_);
    const std::string mine = track.projection->name() + "-v";
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
        if (entry.path().filename().string().starts_with(mine)) found.push_back(entry.path());
    }
    for (unsigned generation = 1; generation <= found.size() + 1; ++generation) {
        if (Table::is_kept(path_of(track, generation))) track.generation = generation;
    }
    const std::filesystem::path current = path_of(track, track.generation);
    for (const auto& path : found) {
        if (path != current || !Table::is_kept(path)) std::filesystem::remove_all(path);
    }
    track.table = std::make_shared<Table>(current);
    if (track.table->position() > journal_.head().last) {
        // It has seen another log than this one: it is of no use, and begins again.
        track.table->remove_when_closed();
        track.table.reset();
        track.table = std::make_shared<Table>(current);
    }
    track.table->keep();
    track.position = track.table->position();
    track.projection->go_live(track.table);
}

bool Runner::wait_for(Position position, std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    const auto is_there = [&] {
        return std::all_of(tracks_.begin(), tracks_.end(),
                           [&](const Track& each) { return each.position >= position; });
    };
    moved_.wait_for(lock, timeout, [&] { return halted_ || is_there(); });
    return is_there();
}

std::vector<Progress> Runner::progress() const {
    const std::lock_guard lock(mutex_);
    std::vector<Progress> all;
    for (const Track& each : tracks_)
        all.push_back({each.projection->name(), each.position, each.rebuilding});
    return all;
}

std::optional<std::string> Runner::halted() const {
    const std::lock_guard lock(mutex_);
    return halted_;
}

void Runner::run() {
    try {
        while (!stopping_) {
            if (!advance()) (void)journal_.wait_past(seen_, pause);
        }
    } catch (const std::exception& broken) {
        halt(broken.what());
    }
}

/// Folds what the slowest projection has not seen. False where all are at the head.
bool Runner::advance() {
    const std::lock_guard feeding(feeding_);
    const auto slowest =
        std::min_element(tracks_.begin(), tracks_.end(),
                         [](const Track& a, const Track& b) { return a.position < b.position; });
    seen_ = slowest->position;
    if (seen_ >= journal_.head().last) return false;
    const std::exception_ptr unreadable = feed();
    commit();  // what came before an event that cannot be read is good
    if (unreadable) std::rethrow_exception(unreadable);
    return true;
}

/// Folds up to the head, or to an event that cannot be read: then with what was wrong with it.
/// What a fold throws leaves through here, so that half an event is never committed.
std::exception_ptr Runner::feed() {
    auto reader = journal_.read(seen_.next());
    for (std::size_t count = 0; count < events_at_once && !stopping_; ++count) {
        std::optional<ledger::Event> event;
        try {
            const auto entry = reader.next();
            if (!entry) return nullptr;
            event = event_in(*entry);
        } catch (const std::exception&) {
            return std::current_exception();
        }
        seen_ = seen_.next();
        for (Track& track : tracks_) {
            if (seen_ > track.position) track.projection->fold(*track.table, *event);
        }
    }
    return nullptr;
}

void Runner::commit() {
    for (Track& track : tracks_) {
        if (seen_ > track.position) track.table->commit(seen_);
    }
    {
        const std::lock_guard lock(mutex_);
        for (Track& track : tracks_) track.position = std::max(track.position, seen_);
    }
    moved_.notify_all();
}

bool Runner::rebuild(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const auto track = std::find_if(tracks_.begin(), tracks_.end(), [&](const Track& each) {
        return each.projection->name() == name;
    });
    if (track == tracks_.end() || track->rebuilding) return false;
    track->rebuilding = true;
    auto table = std::make_shared<Table>(path_of(*track, track->generation + 1));
    builders_.emplace_back([this, rebuild = Rebuild{&*track, std::move(table), {}}]() mutable {
        try {
            build(std::move(rebuild));
        } catch (const std::exception& broken) {
            halt(broken.what());
        }
    });
    return true;
}

/// Folds from position 1 until it is as far as the one that answers, then takes its place.
void Runner::build(Rebuild rebuild) {
    while (!stopping_) {
        auto reader = journal_.read(rebuild.position.next());
        std::size_t count = 0;
        while (count < events_at_once) {
            const auto entry = reader.next();
            if (!entry) break;
            rebuild.track->projection->fold(*rebuild.table, event_in(*entry));
            rebuild.position = entry->position;
            ++count;
        }
        if (count > 0) rebuild.table->commit(rebuild.position);
        const std::lock_guard feeding(feeding_);
        if (rebuild.position >= rebuild.track->position) return finish(rebuild);
    }
}

void Runner::finish(const Rebuild& rebuild) {
    Track& track = *rebuild.track;
    const std::lock_guard lock(mutex_);
    const std::shared_ptr<Table> old = std::exchange(track.table, rebuild.table);
    ++track.generation;
    track.table->keep();
    track.position = rebuild.position;
    track.rebuilding = false;
    track.projection->go_live(track.table);
    old->remove_when_closed();
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
