#pragma once
#include <cstdint>
#include <optional>

#include "ledger/rules/state.hpp"

namespace ingest {

/// The next moment between the two at which another price or another day begins for a meter with a
/// tariff: a reading at it tells what was used on either side. Nothing where none does.
std::optional<ledger::Instant> next_boundary(const ledger::State& state,
                                             const ledger::MeterId& meter, ledger::Instant now,
                                             ledger::Instant until);

/// The next whole multiple of the interval: 30 minutes fall on :00 and :30.
ledger::Instant next_slot(ledger::Instant now, std::uint32_t interval_s);

/// When a meter is tried again that missed so often in a row: on the next slot, and from the miss
/// on that makes it lost only on every second, fourth, and eighth.
ledger::Instant next_probe(ledger::Instant now, std::uint32_t interval_s,
                           std::uint32_t misses_since_lost);

}  // namespace ingest
