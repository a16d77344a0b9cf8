#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ingest/field.hpp"
#include "ingest/frames.hpp"
#include "ingest/replaceable.hpp"
#include "ingest/tallies.hpp"
#include "ledger/book.hpp"

namespace ingest {

class LineWorker;

/// Reads the meters of a book and carries out its commands: one owner thread a line. Lines and
/// meters are those that are registered in the book; new and changed ones are taken up while it
/// runs, and one line's trouble is never another's.
class Poller {
public:
    /// `clock` is the book's. It has to outlive the poller, as the book has.
    Poller(ledger::Book& book, Profiles profiles, std::function<ledger::Instant()> clock,
           Report report);

    /// The same at another desk, which has to outlive it, too.
    Poller(Desk& desk, Profiles profiles, std::function<ledger::Instant()> clock, Report report);
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// From now on meters are read by these; each line takes them up when it has ended what it has
    /// under way. Any thread; returns at once.
    void use(Profiles profiles) { profiles_.replace(std::move(profiles)); }

    /// Ends what is under way at the lines; nothing is read any more. Returns when that is so.
    void end();

    /// The troubles met since it began, by line and meter. Any thread may ask.
    Tallies::ByMeter tallies() const { return tallies_.now(); }

    /// What was said on this line lately, oldest first. Any thread may ask.
    std::deque<Frame> frames(const ledger::LineId& line) const { return frames_.of(line); }

private:
    /// One line's owner, and what it reads by.
    struct Work {
        Replaceable<Profiles>::Held profiles;
        std::unique_ptr<LineWorker> worker;  ///< ends before what it reads by
    };
    using Lines = std::vector<ledger::LineRegistered>;

    void watch_lines();
    Lines lines_to_read() const;
    void take_up(const Lines& lines);
    bool is_over(const Work& work, const Lines& lines) const;

    Report report_;
    std::unique_ptr<Desk> own_desk_;  ///< beside a book; none: the desk is another's
    Desk& desk_;
    Replaceable<Profiles> profiles_;
    std::function<ledger::Instant()> clock_;
    Tallies tallies_;
    Frames frames_;
    std::atomic<bool> stopping_{false};
    std::map<ledger::LineId, Work> workers_;  ///< of the watcher, as long as that runs
    std::string last_trouble_;                ///< of the watcher
    std::thread watcher_;
};

}  // namespace ingest
