#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/journal/journal.hpp"
#include "projections/crew.hpp"
#include "projections/track.hpp"

namespace projections {

/// How far one projection is, and whether it answers; else it is being built.
struct Progress {
    std::string name;
    ledger::Position position;
    bool answers;
};

/// Feeds the projections from the journal, every event once and in order. Those that answer are fed
/// together, as events come; what comes one after the other is committed together, or as soon as
/// somebody waits for it. One that is new, was left behind or is found damaged does not answer: it
/// is built by two threads of its own until it is as far as they are, and keeps nobody waiting.
/// It never skips: an event it cannot read or fold halts it, and what it said so far stays.
/// The queries may be asked from any thread.
class Runner {
public:
    /// Opens the tables under `directory` and starts. What is built within a second answers when
    /// this returns. Throws std::runtime_error when it cannot.
    Runner(const ledger::Journal& journal, const std::filesystem::path& directory,
           const std::vector<Projection*>& projections);
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Waits until every projection answers and has seen this position; false when the time is over
    /// first, or when they stand still before it.
    bool wait_for(ledger::Position position, std::chrono::milliseconds timeout) const;

    /// The same for one of them, however far the others are.
    bool wait_for(const Projection& projection, ledger::Position position,
                  std::chrono::milliseconds timeout) const;

    std::vector<Progress> progress() const;

    /// Why it stands still; nothing: it runs.
    std::optional<std::string> halted() const;

private:
    using Clock = std::chrono::steady_clock;

    struct Feed {
        Feed(Track opened, Crew& crew) : track(std::move(opened)), line(crew) {}

        Track track;
        Crew::Line line;
        ledger::Position position;  ///< what the track has committed, for those who ask
        bool answers = false;       ///< changed under both mutexes
        std::thread builder;
        bool has_seen(ledger::Position wanted) const { return answers && position >= wanted; }
    };

    /// In which a table is fed beside the others, event by event.
    struct Lane {
        Feed& feed;
        Crew::Line& line;
    };

    template <class IsThere>
    bool wait_until(const IsThere& is_there, ledger::Position position,
                    std::chrono::milliseconds timeout) const;
    bool is_waited_for(ledger::Position last) const;
    void run();
    void wait_for_more();
    bool advance();
    bool is_due(ledger::Position seen) const;
    void mend();
    void build(Feed& feed);
    bool catch_up(Feed& feed);
    void end_before(const std::exception_ptr& unreadable, Feed& feed);
    template <class IsEnough>
    std::exception_ptr fold(Crew& crew, ledger::Position& seen, const std::vector<Lane>& lanes,
                            const IsEnough& is_enough);
    void commit(Crew& crew, ledger::Position seen, const std::vector<Lane>& lanes);
    static std::vector<Lane> lanes_of(const std::vector<Feed*>& feeds);
    void commit_folded(const std::vector<Feed*>& feeds);
    void answer(Feed& feed);
    void start_building(Feed& feed);
    void halt(const std::string& why);
    std::vector<Feed*> answering();

    const ledger::Journal& journal_;
    Crew crew_;  ///< of those that answer
    std::deque<Feed> feeds_;
    mutable std::mutex mutex_;
    mutable std::condition_variable moved_;
    std::optional<std::string> halted_;
    std::atomic<bool> stopping_{false};
    std::mutex feeding_;          ///< held while events are folded into the tables that answer
    ledger::Position seen_;       ///< folded into every table that answers
    ledger::Position committed_;  ///< and committed
    Clock::time_point committed_at_{};
    mutable std::atomic<std::uint64_t> wanted_{0};  ///< the last that anybody waited for
    mutable std::condition_variable called_;        ///< the feeder, by who waits
    std::thread feeder_;
};

}  // namespace projections
