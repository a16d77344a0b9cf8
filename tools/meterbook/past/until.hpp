#pragma once
#include <string>

#include "tools/meterbook/fold.hpp"

namespace meterbook {

/// What was typed: a position, or a moment by recorded time; empty is the end of the log. Throws
/// Cannot, and names the option that it was given with.
Until until_of(const std::string& option, const std::string& text);

/// The same as a position of this log, which must have it. Throws Cannot.
ledger::Position place_in(const ledger::EventSource& log, const std::string& option,
                          const std::string& text);

}  // namespace meterbook
