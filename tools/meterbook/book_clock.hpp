#pragma once
#include <functional>
#include <optional>

#include "ledger/values/instant.hpp"

namespace meterbook {

/// The system's clock in UTC; or, beside a simulated building, a clock that starts at a moment and
/// runs so many times faster.
std::function<ledger::Instant()> book_clock(std::optional<ledger::Instant> start, unsigned speed);

}  // namespace meterbook
