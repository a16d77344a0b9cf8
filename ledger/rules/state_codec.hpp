#pragma once
#include <optional>

#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// The state as bytes: equal states give equal bytes. A cache for a quick start, never the truth,
/// so its format may change between releases. Pure.
Bytes encode(const State& state);

/// The state in these bytes; nothing when they are not one of this release.
std::optional<State> decode_state(BytesView bytes);

/// A command as bytes: what an idempotency key is held to.
Bytes encode(const Command& command);

}  // namespace ledger
