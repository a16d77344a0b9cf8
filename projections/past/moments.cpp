#include "projections/past/moments.hpp"

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"

namespace projections {

using ledger::EventSource;
using ledger::Instant;
using ledger::Position;

namespace {

Instant recorded_at(const EventSource& events, Position position) {
    return event_at(events, position).envelope.recorded_at;
}

}  // namespace

Position last_recorded_by(const EventSource& events, Instant instant) {
    std::uint64_t known = 0;
    std::uint64_t beyond = events.last().number + 1;
    while (beyond - known > 1) {
        const std::uint64_t middle = known + (beyond - known) / 2;
        (recorded_at(events, {middle}) <= instant ? known : beyond) = middle;
    }
    return {known};
}

Moment moment_behind(const EventSource& events, Position position) {
    if (position.is_none()) return {};
    return {position, recorded_at(events, position)};
}

ledger::Event event_at(const EventSource& events, Position position) {
    auto event = ledger::decode_event(events.get(position));
    if (!event)
        throw ledger::JournalDamaged(
            position,
            fmt::format("event {}: its bytes are no event of this vocabulary", position.number));
    return std::move(*event);
}

}  // namespace projections
