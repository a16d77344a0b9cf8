#include "tools/meterbook/bundle/command_runs.hpp"

namespace meterbook {

std::optional<Finding> CommandRuns::take(const ledger::Envelope& envelope) {
    const std::uint64_t position = envelope.position.number;
    const bool fits = left_ == 0 ? envelope.command_events > 0 : continues(envelope);
    if (!fits)
        return Finding{position, commands_are_whole,
                       "it is not the event that the count of its command leads to"};
    if (left_ == 0) {
        left_ = envelope.command_events;
        if (left_ > 1) command_ = {envelope.recorded_at, envelope.actor, envelope.reason};
    }
    --left_;
    last_ = envelope.position;
    if (!ids_.add(envelope.event_id))
        return Finding{position, event_ids_are_used_once, "an earlier event has its event_id"};
    return std::nullopt;
}

bool CommandRuns::continues(const ledger::Envelope& envelope) const {
    return envelope.command_events == 0 && envelope.idempotency_key.empty() &&
           envelope.recorded_at == command_.recorded_at && envelope.actor == command_.actor &&
           envelope.reason == command_.reason;
}

std::optional<Finding> CommandRuns::finish() const {
    if (left_ == 0) return std::nullopt;
    return Finding{last_.number, commands_are_whole, "the log ends before its command does"};
}

}  // namespace meterbook
