#pragma once
#include <vector>

#include "tools/metersim/maps/register_image.hpp"
#include "tools/metersim/meter/rate_schedule.hpp"

namespace metersim {

/// 14 slots of three bytes (rate 1..4, minute, hour) in 21 registers; unused slots are 0.
void put_day_table(RegisterImage& image, Address at, const std::vector<RateSlot>& slots);

/// Four zones of three bytes (table, day, month) in 6 registers; unused zones are 0.
void put_date_zones(RegisterImage& image, Address at, const std::vector<DateZone>& zones);

}  // namespace metersim
