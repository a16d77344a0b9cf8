#pragma once
#include <stdexcept>

#include "ledger/values/id.hpp"

namespace ledger {

/// The log is not what was acknowledged, or not what it says it is. One sentence: what, where, and
/// the way out. It is refused, never shortened in silence.
struct JournalDamaged : std::runtime_error {
    JournalDamaged(Position at, const std::string& sentence)
        : std::runtime_error(sentence), first_wrong(at) {}
    Position first_wrong;  ///< none: not about one position
};

/// The log cannot be opened or used now: directory, lock, disk. Nothing is known to be wrong in it.
struct JournalUnavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace ledger
