#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/notes/key_rotation.hpp"

namespace ledger {

struct Command;
struct Event;
struct State;

/// The vkeys that have signed the log so far, oldest first; none before the first rotation.
std::vector<std::string> signing_keys_of(const State& state);

/// What this event hands over, if it is about that.
std::optional<KeyRotation> rotation_in(const Event& event);

Command rotation_command(const KeyRotation& rotation);

}  // namespace ledger
