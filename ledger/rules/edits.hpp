#pragma once
#include <optional>

#include "ledger/events/event.hpp"
#include "ledger/rules/checks.hpp"

namespace ledger {

struct Command;
struct State;

/// What somebody who edits has seen: the subject, and the newest event that had edited it then;
/// none: it had not been edited.
struct Expected {
    Subject subject;
    Position edited;
};

/// True for facts by which people change what describes their subject. Readings, money and what
/// the book does by itself are none: they do not come between somebody who reads and edits.
bool is_edit(const Payload& payload);

/// What this command edits; none where it is about money, energy or power.
std::optional<Subject> edited_by(const Command& command);

/// Refuses where somebody else has edited the subject since.
Objection check_unchanged(const State& state, const Expected& expected);

}  // namespace ledger
