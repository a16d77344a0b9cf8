#pragma once
#include "api/register/rows.hpp"

// Registers as a building might have them. For use inside of a property, where each call is one
// random choice.

/// The clock of the books that these registers are brought into.
constexpr ledger::Instant register_clock{1'790'812'800'000'000};

/// A register that an empty book takes: every name is registered before it is used, and every
/// value is within its bounds.
api::RegisterRows any_register();

/// Text of one line that a name or a number on a plate may be: also what a spreadsheet would take
/// for a formula, and what needs quotes.
std::string any_label();
