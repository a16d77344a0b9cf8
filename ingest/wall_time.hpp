#pragma once
#include <array>
#include <cstdint>

#include "ledger/rating/zone.hpp"

namespace ingest {

/// Second, minute, hour, day, month, year of a wall clock, two decimal digits to a byte: how a DL/T
/// 645 meter is told a moment.
using WallTime = std::array<std::uint8_t, 6>;
WallTime wall_time(ledger::Instant at, const ledger::Zone& zone);

}  // namespace ingest
