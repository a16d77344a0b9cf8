#include "ledger/journal/recorded_event.hpp"

#include <utility>

#include "ledger/events/event_codec.hpp"

namespace ledger {

Event recorded_event(BytesView stored) {
    auto event = decode_event(stored);
    ensure(event.has_value(), "the book reads what it wrote");
    return std::move(*event);
}

Event recorded_event(const Journal& journal, Position position) {
    return recorded_event(journal.get(position));
}

}  // namespace ledger
