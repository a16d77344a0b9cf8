#include "tests/property/wall_clock.hpp"

#include <cstdlib>
#include <ctime>
#include <map>

namespace property {

WallClock& WallClock::of(const std::string& zone) {
    static std::map<std::string, WallClock> clocks;
    return clocks.try_emplace(zone, WallClock(zone)).first->second;
}

WallClock::Shown WallClock::at(std::int64_t utc_minute) {
    const std::int64_t wall = utc_minute + offset_minutes(utc_minute);
    const std::int64_t day = floor_divide(wall, 1440);
    return {day, wall - day * 1440};
}

std::int64_t WallClock::offset_minutes(std::int64_t utc_minute) {
    const std::int64_t quarter = floor_divide(utc_minute, 15);
    const auto known = offsets_.find(quarter);
    if (known != offsets_.end()) return known->second;
    setenv("TZ", zone_.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): properties are of one thread
    tzset();
    const std::time_t seconds = quarter * 15 * 60;
    std::tm shown{};
    localtime_r(&seconds, &shown);
    return offsets_[quarter] = shown.tm_gmtoff / 60;
}

}  // namespace property
