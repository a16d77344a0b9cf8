#pragma once
#include <string>

#include "ledger/journal/event_source.hpp"

namespace meterbook {

/// What was typed, a position or a moment by recorded time, as a position that this log has; empty
/// is its end. Throws Cannot, and names the option that it was given with.
ledger::Position place_in(const ledger::EventSource& log, const std::string& option,
                          const std::string& text);

}  // namespace meterbook
