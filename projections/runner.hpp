#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/journal/journal.hpp"
#include "projections/projection.hpp"

namespace projections {

/// How far one projection is, and whether it is being built anew beside itself.
struct Progress {
    std::string name;
    ledger::Position position;
    bool rebuilding;
};

/// Feeds the projections from the journal, each from its own position, every event once and in
/// order. It never skips: an event it cannot read or fold halts it, and what it said so far stays.
/// `at_least` and progress may be asked from any thread.
class Runner {
public:
    /// Opens the tables under `directory` and starts. Throws std::runtime_error when it cannot.
    Runner(const ledger::Journal& journal, std::filesystem::path directory,
           std::vector<Projection*> projections);
    ~Runner();
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// Waits until every projection has seen this position; false when the time is over first, or
    /// when they stand still before it.
    bool wait_for(ledger::Position position, std::chrono::milliseconds timeout) const;

    /// Builds one projection again from position 1, beside the one that answers, and puts it in its
    /// place when it has caught up. Returns at once; false where one is under way already.
    bool rebuild(const std::string& name);

    std::vector<Progress> progress() const;

    /// Why it stands still; nothing: it runs.
    std::optional<std::string> halted() const;

private:
    /// One projection and its tables.
    struct Track {
        Projection* projection;
        std::shared_ptr<Table> table;
        unsigned generation = 1;
        ledger::Position position;
        bool rebuilding = false;
    };
    struct Rebuild {
        Track* track;
        std::shared_ptr<Table> table;
        ledger::Position position;
    };

    void open(Track& track);
    std::filesystem::path path_of(const Track& track, unsigned generation) const;
    void run();
    bool advance();
    std::exception_ptr feed();
    void commit();
    void build(Rebuild rebuild);
    void finish(const Rebuild& rebuild);
    void halt(const std::string& why);

    const ledger::Journal& journal_;
    std::filesystem::path directory_;
    std::vector<Track> tracks_;
    mutable std::mutex mutex_;
    mutable std::condition_variable moved_;
    std::optional<std::string> halted_;
    std::atomic<bool> stopping_{false};
    std::mutex feeding_;     ///< held while events are folded into live tables
    ledger::Position seen_;  ///< by the feeder: folded into every table
    std::thread feeder_;
    std::vector<std::thread> builders_;
};

}  // namespace projections
