#pragma once
#include <optional>
#include <string>

#include "ledger/events/event.hpp"
#include "tools/meterbook/bundle/findings.hpp"
#include "tools/meterbook/bundle/ids_of_a_moment.hpp"

namespace meterbook {

/// What the envelopes of a log say together: each command counts its events, which follow each
/// other and say the same of who asked and when; and no event_id stands twice. One thread.
class CommandRuns {
public:
    std::optional<Finding> take(const ledger::Envelope& envelope);

    /// Asks for the memory that it will be held against, and does not wait for it.
    void look_ahead(const ledger::Envelope& envelope) const { ids_.look_ahead(envelope.event_id); }

    /// After the last event: did its command end with it?
    std::optional<Finding> finish() const;

private:
    bool continues(const ledger::Envelope& envelope) const;

    struct Command {
        ledger::Instant recorded_at;
        ledger::Actor actor;
        std::string reason;
    };

    Command command_{};  ///< that is under way, where it has more than one event
    ledger::Position last_;
    std::uint32_t left_ = 0;  ///< of its events
    IdsOfAMoment ids_;
};

}  // namespace meterbook
