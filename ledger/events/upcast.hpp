#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "ledger/events/event.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// Makes of an event of one schema the same event of the next one: what its fields meant then, said
/// as they are meant now. Pure, and for ever: it is part of what the event means.
using Upcaster = std::function<void(Event&)>;

/// By the event's name and the schema that it is of. What stands here is never removed.
using Upcasters = std::map<std::pair<std::string, std::uint32_t>, Upcaster>;

/// Those of this release. None so far: no event's meaning has changed since the first release.
const Upcasters& upcasters();

/// The schema that this event is written in now: one behind the newest that is taken further.
std::uint32_t schema_now(const Payload& payload, const Upcasters& known);

/// Takes the event from schema to schema until nothing changes it any more. The stored bytes stay
/// as they are, and are what is hashed.
void upcast(Event& event, const Upcasters& known);

/// decode_event, by these and not by those of the release.
std::optional<Event> decode_event(BytesView bytes, const Upcasters& known);

}  // namespace ledger
