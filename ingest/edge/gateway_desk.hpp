#pragma once
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "ingest/desk.hpp"
#include "ingest/edge/clock_offset.hpp"
#include "ingest/edge/fact.hpp"
#include "ingest/edge/queue.hpp"
#include "ingest/field.hpp"

namespace edge {

/// The desk of a gateway far from the book: shows the part of the register that the book sent last,
/// as it will be once the book has what is queued; what is told goes into the queue.
///
/// One thing is not queued: that a command is about to be sent. No bytes go to a relay before the
/// book knows of the attempt and agrees, so that needs the link, and waits for the answer.
class GatewayDesk : public ingest::Desk {
public:
    /// All have to outlive it.
    GatewayDesk(Queue& queue, const ClockOffset& clock, const ingest::Report& report,
                const std::function<void(const std::string&)>& on_failure);

    void look(const std::function<void(const ledger::State&)>& at) const override;
    std::uint64_t version() const override;
    bool reads(const ledger::State& state, const ledger::LineRegistered& line) const override;
    bool tell(ledger::Command command, const std::string& reason) override;

    // What the courier brings.

    void link_is(bool up);
    /// The gateway's part, as the book has it with everything up to this item.
    void show(ledger::State part, std::uint64_t through);
    /// These are in the book, but for those that it refused.
    void taken(std::uint64_t through, const std::map<std::uint64_t, std::string>& refused);

    /// Nobody waits for the book any more. What was seen in the last moment is queued all the same.
    void close();

private:
    /// What became of an item that somebody waits for.
    enum class Answer : std::uint8_t { none, taken, refused };

    bool tell_at_once(const ledger::Command& command, const std::string& reason);
    const char* why_not_at_once() const;
    std::uint64_t append(const ledger::Command& command, const std::string& reason);
    void foresee_queued();

    Queue& queue_;
    const ClockOffset& clock_;
    const ingest::Report& report_;
    const std::function<void(const std::string&)>& on_failure_;
    mutable std::mutex mutex_;  ///< of what follows
    std::condition_variable moved_;
    ledger::State part_;
    std::uint64_t version_ = 0;                        ///< of the part
    std::map<std::uint64_t, ledger::Command> queued_;  ///< but the readings, which change nothing
    std::map<std::uint64_t, Answer> awaited_;          ///< by who waits, as long as they wait
    bool is_linked_ = false;
    bool is_closed_ = false;
};

}  // namespace edge
