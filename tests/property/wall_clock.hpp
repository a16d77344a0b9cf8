#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>

#include "ledger/values/instant.hpp"

namespace property {

/// What a clock on a wall shows in a minute of UTC, asked of the C library: a second opinion to the
/// ledger's own zones. Only for zones whose clocks change at quarters of an hour. One thread.
class WallClock {
public:
    struct Shown {
        std::int64_t day;     ///< since 1970-01-01
        std::int64_t minute;  ///< of that day, 0 to 1439
    };

    static WallClock& of(const std::string& zone);

    Shown at(std::int64_t utc_minute);

private:
    explicit WallClock(std::string zone) : zone_(std::move(zone)) {}
    std::int64_t offset_minutes(std::int64_t utc_minute);

    std::string zone_;
    std::unordered_map<std::int64_t, std::int64_t> offsets_;  ///< by quarter of an hour
};

/// Rounds down, below zero too.
constexpr std::int64_t floor_divide(std::int64_t dividend, std::int64_t divisor) {
    return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

}  // namespace property
