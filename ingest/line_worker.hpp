#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ingest/dispatcher.hpp"
#include "ingest/field.hpp"
#include "ingest/frames.hpp"
#include "ingest/line.hpp"
#include "ingest/meter_face.hpp"
#include "ingest/tallies.hpp"

namespace ingest {

/// The owner of one line: commands and read-now first, then the polls that are due, but after some
/// commands in a row, or one that met silence, a poll; a meter that does not answer is tried less
/// and less often and never holds up the others; neither is who cannot be reached.
class LineWorker {
public:
    /// What it meets is told there; both outlive it.
    struct Told {
        Tallies& tallies;
        Frames& frames;
    };
    LineWorker(ledger::LineRegistered settings, const Field& field, const Told& told);
    ~LineWorker();
    LineWorker(const LineWorker&) = delete;
    LineWorker& operator=(const LineWorker&) = delete;

    const ledger::LineRegistered& settings() const { return line_.settings(); }
    /// Ends after the question that is under way. Any thread.
    void stop() {
        stopping_ = true;
        line_.hurry();
    }
    bool has_ended() const { return has_ended_; }  ///< nothing more is done at the line

private:
    /// What is remembered of a meter between polls.
    struct Course {
        ledger::MeterRegistered registered{};
        ledger::Instant planned{};  ///< when `due` was
        ledger::Instant due{};
        ledger::Instant identify_due{};
        std::uint32_t misses = 0;
        bool is_unknown_profile = false;
    };
    /// What the book knows of this line now.
    struct Roster {
        std::uint32_t poll_interval_s = 0;
        std::uint32_t misses_until_lost = 0;
        bool line_lost = false;
        std::vector<ledger::MeterRegistered> meters;
        std::map<ledger::MeterId, bool> lost;
        std::vector<std::pair<ledger::Position, ledger::PendingCommand>> commands;
    };

    void run();
    void work();
    const Roster& roster();
    void forget_others(const Roster& roster);
    Roster read_roster() const;
    bool do_next(const Roster& roster);
    bool expire_command(const Roster& roster);
    bool advance_command(const Roster& roster);
    void tally_up(const ledger::MeterId& meter);
    const ledger::MeterRegistered* most_due(const Roster& roster);
    void poll(const Roster& roster, const ledger::MeterRegistered& meter);
    void has_answered(const Roster& roster, const ledger::MeterRegistered& meter);
    void has_missed(const Roster& roster, const ledger::MeterRegistered& meter,
                    const LineFault& fault);
    void schedule(const Roster& roster, const ledger::MeterRegistered& meter);
    void rest(const Roster& roster, const std::string& why);
    bool is_resting() const;
    bool is_silent(const Roster& roster);
    void lose_meters(const Roster& roster, const LineFault& fault);
    bool may_be_a_part(const Roster& roster, std::size_t gone);
    void lose_line(std::uint32_t misses, const std::string& why);
    const Profile* profile_of(const ledger::MeterRegistered& meter);

    Field field_;
    Line line_;
    Dispatcher dispatcher_;
    Roster roster_;
    std::optional<std::uint64_t> roster_version_;  ///< of the desk's state; none: not read yet
    std::map<ledger::MeterId, Course> courses_;
    std::chrono::steady_clock::time_point roster_read_{};
    bool was_idle_ = false;
    std::uint32_t failures_to_connect_ = 0;                ///< in a row
    std::chrono::steady_clock::time_point rests_until_{};  ///< nobody is there to connect to
    std::uint32_t commands_in_a_row_ = 0;                  ///< since a poll
    Told told_;
    Tally tallied_;  ///< what the tallies know of already
    std::string last_trouble_;
    std::atomic<bool> stopping_{false};
    std::atomic<bool> has_ended_{false};
    std::thread thread_;
};

}  // namespace ingest
