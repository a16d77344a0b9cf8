#pragma once
#include <string_view>

#include "tools/metersim/building/building.hpp"
#include "tools/metersim/meter/meter.hpp"
#include "tools/metersim/meter/sim_clock.hpp"

namespace metersim {

/// A meter without wires, on a clock that moves only when told.
struct FrozenMeter {
    explicit FrozenMeter(const MeterSpec& spec, std::string_view start = "2026-03-16T00:00:00Z")
        : clock{*read_instant(start), 0},
          meter{spec, Box{}, {.clock = clock, .utc_offset = std::chrono::minutes{480}, .seed = 7}} {
    }

    std::int64_t total() { return meter.true_state().total_uwh(); }

    SimClock clock;
    Meter meter;
};

/// M0101 of the small building: a DDSY1352 of an office with 8,000 kWh a year, 1,000 kWh counted.
inline MeterSpec office() { return *small_building().meter("M0101"); }

/// M0103: a DTSY1352 behind 100/5 A transformers.
inline MeterSpec floor_with_transformers() { return *small_building().meter("M0103"); }

/// M0243: a single-phase user of a box.
inline MeterSpec box_user() { return *small_building().meter("M0243"); }

/// M0237: a three-phase user of a box, ct 20.
inline MeterSpec large_box_user() { return *small_building().meter("M0237"); }

}  // namespace metersim
