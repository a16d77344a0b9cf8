#pragma once
#include <optional>

#include "ledger/events/event.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// The stored bytes of an event: one `Envelope` message of events.proto. They are written once and
/// hashed as they are. Pure; any thread.
Bytes encode(const Event& event);

/// The same, over what stands in `paper` from this place on, which grows where it ends. Returns the
/// place behind it.
std::size_t encode(const Envelope& envelope, const Payload& payload, Bytes& paper,
                   std::size_t place);

/// The event in these bytes; nothing when they are not a whole one of this vocabulary.
std::optional<Event> decode_event(BytesView bytes);

/// The same into an event that says nothing yet; false where they are not: then it is of no use.
bool decode_event(BytesView bytes, Event& event);

/// The envelope alone, without looking into the payload: what an index needs.
std::optional<Envelope> decode_envelope(BytesView bytes);

}  // namespace ledger
