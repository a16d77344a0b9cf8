#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ingest/field.hpp"
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

    /// The troubles met since it began, by line and meter. Any thread may ask.
    Tallies::ByMeter tallies() const { return tallies_.now(); }

private:
    void watch_lines();
    std::vector<ledger::LineRegistered> lines_to_read() const;
    void take_up(const std::vector<ledger::LineRegistered>& lines);

    Report report_;
    std::unique_ptr<Desk> own_desk_;  ///< beside a book; none: the desk is another's
    Desk& desk_;
    Profiles profiles_;
    std::function<ledger::Instant()> clock_;
    Tallies tallies_;
    std::atomic<bool> stopping_{false};
    std::map<ledger::LineId, std::unique_ptr<LineWorker>> workers_;
    std::thread watcher_;
};

}  // namespace ingest
