#include "projections/past/relatives.hpp"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "projections/past/moments.hpp"

namespace projections {

using ledger::Event;
using ledger::EventSource;
using ledger::Position;

namespace {

[[noreturn]] void damaged(Position at, const char* what) {
    throw ledger::JournalDamaged(at, fmt::format("event {}: {}", at.number, what));
}

std::vector<Event> causes_of(const EventSource& events, const Event& event) {
    std::vector<Event> causes;
    Position at = event.envelope.position;
    for (Position cause = event.envelope.causation; !cause.is_none();) {
        if (cause >= at) damaged(at, "its cause does not stand before it");
        causes.push_back(event_at(events, cause));
        at = cause;
        cause = causes.back().envelope.causation;
    }
    std::ranges::reverse(causes);
    return causes;
}

/// By cause, in the order of the log.
using ByCause = std::map<Position, std::vector<Event>>;

Effect grown(Event event, ByCause& known) {
    Effect effect{std::move(event), {}};
    const auto mine = known.find(effect.event.envelope.position);
    if (mine == known.end()) return effect;
    for (Event& each : mine->second) effect.effects.push_back(grown(std::move(each), known));
    return effect;
}

/// Finds what came of an event, which is the first of the family, in one way through the log.
class Search {
public:
    explicit Search(Position root) { family_[root]; }

    /// False: there are enough.
    bool look(const ledger::Entry& entry, std::size_t most) {
        const auto envelope = ledger::decode_envelope(entry.bytes);
        if (!envelope) damaged(entry.position, "its bytes have no envelope");
        const auto mine = family_.find(envelope->causation);
        if (mine == family_.end()) return true;
        if (found_ == most) return false;
        auto event = ledger::decode_event(entry.bytes);
        if (!event) damaged(entry.position, "its bytes are no event of this vocabulary");
        mine->second.push_back(std::move(*event));
        family_[entry.position];
        ++found_;
        return true;
    }

    ByCause& found() { return family_; }

private:
    ByCause family_;
    std::size_t found_ = 0;
};

}  // namespace

Relatives relatives_of(const EventSource& events, Position position, FamilyReach reach) {
    Event event = event_at(events, position);
    std::vector<Event> causes = causes_of(events, event);
    Search search(position);
    Relatives relatives{std::move(causes), {}, position, true};
    const auto reader = events.read(position.next());
    while (const auto entry = reader->next()) {
        const std::uint64_t behind = entry->position.number - position.number;
        if (behind > reach.events || !search.look(*entry, reach.effects)) {
            relatives.is_complete = false;
            break;
        }
        relatives.searched_to = entry->position;
    }
    relatives.root = grown(std::move(event), search.found());
    return relatives;
}

}  // namespace projections
