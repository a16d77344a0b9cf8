#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>

#include "ingest/field.hpp"
#include "ingest/notices/book_api.hpp"
#include "ingest/notices/channel.hpp"
#include "ingest/notices/pace.hpp"
#include "ingest/notices/phone_hours.hpp"
#include "ingest/notices/templates.hpp"

namespace notices {

/// Takes the notices of one channel from the book, hands them over, and reports what came of it.
/// Each is handed over at most once at a time and never again when its end is not known; a failure
/// is tried again, fewest attempts first. Short messages keep to the site's hours. Of one thread.
class Deliverer {
public:
    struct Surroundings {
        BookApi& book;
        Channel& channel;
        Handovers& handovers;
        const Templates& templates;
        const Pace& pace;
        const ingest::Report& report;
        const std::function<ledger::Instant()>& clock;
    };
    explicit Deliverer(const Surroundings& surroundings) : its_(surroundings) {}

    /// Until it is told to stop; what is on its way then is finished. Throws where our own disk
    /// fails, or the modem's program cannot be run.
    void run(const std::function<bool()>& is_told_to_stop);

private:
    using Time = std::chrono::steady_clock::time_point;

    void settle_old();    ///< what was under way when the last process ended
    void report_open();   ///< throws BookTrouble
    bool deliver_next();  ///< false: nothing is due; throws BookTrouble
    std::optional<Notice> next_due();
    void deliver(const Notice& notice, const Site& site);
    bool is_remembered(const Notice& notice);
    bool is_quiet(const Site& site);
    bool must_wait(const Notice& notice, const Recipient& recipient, const Site& site);
    void remember_sent();  ///< throws BookTrouble
    Outcome hand_over(const Message& message, std::uint32_t attempt);
    void note(const Notice& notice, const Outcome& outcome);
    void book_answers();
    void book_is_silent(const std::string& sentence);

    Surroundings its_;
    std::map<ledger::Position, Time> not_before_;
    Time channel_not_before_;
    std::uint32_t channel_failures_ = 0;
    bool book_is_silent_ = false;
    std::optional<MessagesToday> sent_;  ///< none: what went out before is not known yet
    bool is_quiet_ = false;
};

}  // namespace notices
