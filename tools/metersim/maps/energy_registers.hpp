#pragma once
#include "tools/metersim/maps/register_image.hpp"
#include "tools/metersim/meter/meter_state.hpp"

namespace metersim {

/// The total at `total` and the four rates from `rates` on, two registers each, in 0.01 kWh. Each
/// is cut, not rounded, and turns over after 42,949,672.95 kWh: so the rates may add up to 0.03 kWh
/// less than the total.
void put_energies(RegisterImage& image, const MeterState& meter, Address total, Address rates);

}  // namespace metersim
