#include "projections/past/moments.hpp"

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"

namespace projections {

using ledger::Instant;
using ledger::Journal;
using ledger::Position;

namespace {

Instant recorded_at(const Journal& journal, Position position) {
    return event_at(journal, position).envelope.recorded_at;
}

}  // namespace

Position last_recorded_by(const Journal& journal, Instant instant) {
    std::uint64_t known = 0;
    std::uint64_t beyond = journal.head().last.number + 1;
    while (beyond - known > 1) {
        const std::uint64_t middle = known + (beyond - known) / 2;
        (recorded_at(journal, {middle}) <= instant ? known : beyond) = middle;
    }
    return {known};
}

Moment moment_behind(const Journal& journal, Position position) {
    if (position.is_none()) return {};
    return {position, recorded_at(journal, position)};
}

ledger::Event event_at(const Journal& journal, Position position) {
    auto event = ledger::decode_event(journal.get(position));
    if (!event)
        throw ledger::JournalDamaged(
            position,
            fmt::format("event {}: its bytes are no event of this vocabulary", position.number));
    return std::move(*event);
}

}  // namespace projections
