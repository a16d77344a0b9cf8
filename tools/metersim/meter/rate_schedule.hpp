#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "tools/metersim/meter/local_time.hpp"

namespace metersim {

/// The four rates of the meters' registers, in their order: sharp, peak, flat, valley.
enum class Rate : std::uint8_t { sharp, peak, flat, valley };
constexpr std::size_t rate_count = 4;

/// From this minute of the day on, this rate.
struct RateSlot {
    int from_minute = 0;
    Rate rate = Rate::flat;
};

/// From this day of the year on, this day table (counted from 1).
struct DateZone {
    int month = 1;
    int day = 1;
    std::size_t table = 1;
};

/// A meter's own tariff clock within the limits of the real ones: two day tables of at most 14
/// slots, the first at midnight, and at most four date zones, the first on 1 January.
struct RateSchedule {
    std::array<std::vector<RateSlot>, 2> tables;
    std::vector<DateZone> zones;

    Rate rate_at(const LocalTime& time) const;
    int minutes_to_change(const LocalTime& time) const;  ///< To the next slot, or midnight.

private:
    const std::vector<RateSlot>& table_of(const LocalTime& day) const;
};

/// Commercial hours in the manner of Shanghai: July to September sharp at noon, else in the
/// evening.
const RateSchedule& shanghai_schedule();

}  // namespace metersim
