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

    /// Takes one command a step further. False where it has to wait.
    bool advance(ledger::Position position, const ledger::PendingCommand& command,
                 const ledger::MeterRegistered& meter, const Profile* profile);

    /// What is not pending any more needs no memory.
    void forget_all_but(const std::set<ledger::Position>& pending);

private:
    static constexpr std::uint32_t most_attempts = 3;

    static bool is_another(const MeterFace& face, const ledger::MeterRegistered& meter);
    bool is_waiting(ledger::Position position) const;
    void wait(ledger::Position position);
    void fail(ledger::Position position, const std::string& cause);
    void confirm(ledger::Position position, const MeterFace& face);
    void carry_out(ledger::Position position, const ledger::PendingCommand& command,
                   const ledger::MeterRegistered& meter, const Profile& profile);
    void download(ledger::Position position, const ledger::PendingCommand& command,
                  const Addressee& to);
    void push(ledger::Position position, const ledger::PendingCommand& command,
              const Addressee& to);
    void disagree(ledger::Position position, const Addressee& to, const std::string& detail);
    bool send(ledger::Position position, const Addressee& to, const Order& order);
    void set_clock(ledger::Position position, const ledger::PendingCommand& command,
                   const Addressee& to);
    Transaction<Done> send_time(const Addressee& to, std::optional<std::int64_t> offset_s) const;
    bool has_right_time(const MeterFace& face) const;
    std::optional<std::int64_t> offset_of(const MeterFace& face) const;
    ledger::Zone zone() const;
    WallTime not_after() const;
    bool read_back(ledger::Position position, const ledger::MeterRegistered& meter,
                   const Profile& profile, const Order& order);

    const Field& field_;
    Line& line_;
    /// A meter that did not answer is asked again later, and then later still.
    struct Pause {
        ledger::Instant since{};
        ledger::Instant until{};
        std::uint32_t count = 0;
    };
    std::map<ledger::Position, Pause> pauses_;
};

}  // namespace ingest
