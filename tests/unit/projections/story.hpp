#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <vector>

#include "ledger/journal/journal.hpp"
#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace story {

/// A book without a disk: commands are decided one after another, and their events kept.
/// Four meters M1 to M4 on the lines L1 and L2; M1 to M3 are opened, M4 is not.
class Story {
public:
    Story();

    /// The events that this led to; none where a rule refused it.
    std::vector<ledger::Event> tell(const ledger::Command& command,
                                    const std::string& reason = "because");

    /// The meter counts `wh` more and is read, so many minutes ago.
    std::vector<ledger::Event> read(const ledger::MeterId& meter, std::uint64_t wh,
                                    std::int64_t minutes_ago = 0);

    void pass(std::int64_t minutes) { now_.micros += minutes * 60'000'000; }

    ledger::Instant now() const { return now_; }
    const ledger::State& state() const { return state_; }
    const std::vector<ledger::Event>& events() const { return events_; }
    ledger::Position last() const { return state_.last; }

private:
    void set_up();
    void set_up_meter(const std::string& meter, const std::string& line, std::uint32_t unit);

    ledger::Instant now_;
    ledger::State state_;
    std::vector<ledger::Event> events_;
    std::map<ledger::MeterId, std::uint64_t> counted_;
};

ledger::MeterId meter(unsigned number);
ledger::WalletId wallet(unsigned number);

/// A busy month: three meters are read and paid for, round after round.
Story busy(unsigned rounds);

/// Asks again and again; false when the time is over first.
bool becomes_true(const std::function<bool()>& condition, std::chrono::seconds patience);

/// What happens next, which meter it concerns, and how much of it: small numbers that shrink.
using Step = std::tuple<std::uint8_t, std::uint8_t, std::uint8_t>;

/// Takes every step that the rules allow.
Story told(const std::vector<Step>& steps);

/// Appends the events behind this one, in frames of a few.
void append(ledger::Journal& journal, const std::vector<ledger::Event>& events,
            ledger::Position after = {});

}  // namespace story
