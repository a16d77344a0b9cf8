#pragma once
#include <cstdint>
#include <optional>

#include "ledger/rating/zone.hpp"
#include "ledger/values/instant.hpp"

namespace ingest {

/// A meter's clock less ours, in whole seconds. `shown` is its date and time as if it were UTC; a
/// meter's clock goes by the wall of its site. Nothing where it shows none.
std::optional<std::int64_t> clock_offset_s(std::optional<ledger::Instant> shown,
                                           ledger::Instant now, const ledger::Zone& zone);

}  // namespace ingest
