#pragma once
#include <map>
#include <set>

#include "ingest/field.hpp"
#include "ingest/line.hpp"
#include "ingest/meter_talk.hpp"

namespace ingest {

/// Carries out remote commands on one line. A command is done when what is read back says so:
/// CommandSent is in the book before the bytes go out, so that after a crash an attempt that may
/// have happened is known, and what was sent once is read back before it is sent again. Nothing is
/// sent to a meter that does not say it is the registered one.
class Dispatcher {
public:
    Dispatcher(const Field& field, Line& line) : field_(field), line_(line) {}

    /// What came of it.
    enum class Step : std::uint8_t {
        none,     ///< it has to wait
        told,     ///< the book knows something new
        silence,  ///< the meter did not answer: all its commands wait
        answer    ///< the meter has answered
    };

    /// Takes one command a step further.
    Step advance(ledger::Position position, const ledger::PendingCommand& command,
                 const ledger::MeterRegistered& meter, const Profile* profile);

    /// Tells the book where a command's time is over, which needs no line. False: it is not.
    bool expire(ledger::Position position, const ledger::PendingCommand& command);

    /// The meter answers: its commands need not wait for that any more.
    void hear(const ledger::MeterId& meter) { silent_.erase(meter); }

    /// What is not pending any more needs no memory.
    void forget_all_but(const std::set<ledger::Position>& pending);

private:
    static constexpr std::uint32_t most_attempts = 3;

    static bool is_another(const MeterFace& face, const ledger::MeterRegistered& meter);
    /// A meter that did not answer is asked again later, and then later still.
    struct Pause {
        ledger::Instant since{};
        ledger::Instant until{};
        std::uint32_t count = 0;
    };

    void lengthen(Pause& pause) const;
    bool is_on(const Pause& pause) const;
    bool is_waiting(ledger::Position position) const;
    bool has_met_silence(const ledger::PendingCommand& command) const;
    void wait(ledger::Position position);
    std::optional<MeterFace> face_of(const Addressee& to, int tries);
    void take_up(ledger::Position position, const ledger::PendingCommand& command,
                 const Addressee& to);
    void fail(ledger::Position position, const std::string& cause);
    void confirm(const ledger::ReportConfirmed& report);
    void read_now(ledger::Position position, const Addressee& to);
    void carry_out(ledger::Position position, const ledger::PendingCommand& command,
                   const Addressee& to);
    void download(ledger::Position position, const ledger::PendingCommand& command,
                  const Addressee& to);
    void push(ledger::Position position, const ledger::PendingCommand& command,
              const Addressee& to);
    static std::optional<std::string> why_not_next(const ledger::Purchase& purchase,
                                                   const MeterFace& face, std::uint32_t attempts);
    void disagree(ledger::Position position, const Addressee& to, const std::string& detail);
    bool send(ledger::Position position, const Addressee& to, const Order& order);
    void set_clock(ledger::Position position, const ledger::PendingCommand& command,
                   const Addressee& to);
    Transaction<Done> send_time(const Addressee& to, std::optional<std::int64_t> offset_s) const;
    bool has_right_time(const MeterFace& face) const;
    std::optional<std::int64_t> offset_of(const MeterFace& face) const;
    ledger::Zone zone() const;
    WallTime not_after() const;
    bool read_back(ledger::Position position, const Addressee& to, const Order& order);

    const Field& field_;
    Line& line_;
    std::map<ledger::Position, Pause> pauses_;
    std::map<ledger::MeterId, Pause> silent_;
    Step step_ = Step::none;  ///< of the command that is under way
};

}  // namespace ingest
