#pragma once
#include <optional>
#include <set>
#include <string>

#include "ledger/events/event.hpp"
#include "tools/meterbook/bundle/findings.hpp"

namespace meterbook {

/// What the envelopes of a log say together: each command counts its events, which follow each
/// other and say the same of who asked and when; and no event_id stands twice. One thread.
class CommandRuns {
public:
    std::optional<Finding> take(const ledger::Envelope& envelope);

    /// After the last event: did its command end with it?
    std::optional<Finding> finish() const;

private:
    bool continues(const ledger::Envelope& envelope) const;

    ledger::Envelope first_{};  ///< of the command that is under way
    ledger::Position last_;
    std::uint32_t left_ = 0;                  ///< of its events
    std::set<std::string, std::less<>> ids_;  ///< of this millisecond: an id names its own
    std::int64_t millis_ = 0;
};

}  // namespace meterbook
