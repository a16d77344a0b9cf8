#include "ingest/wall_time.hpp"

#include <chrono>

namespace ingest {
namespace {

constexpr std::int64_t day_minutes = 1'440;
constexpr std::int64_t minute_micros = 60'000'000;

std::uint8_t decimal_digits(std::int64_t number) {
    return static_cast<std::uint8_t>(number / 10 % 10 << 4 | number % 10);
}

/// Date and time that a clock on a wall of the zone shows, as if they were UTC.
ledger::Instant wall_clock(ledger::Instant at, const ledger::Zone& zone) {
    const ledger::Day day = zone.day_of(at);
    // On days that are not of 24 hours the wall clock is ahead or behind: look for its minute.
    std::int64_t minute = 0;
    for (std::int64_t step = 1'024; step > 0; step /= 2) {
        const std::int64_t later = minute + step;
        if (later < day_minutes && zone.at(day, static_cast<std::uint32_t>(later)) <= at)
            minute = later;
    }
    return {(day.number * day_minutes + minute) * minute_micros + at.micros % minute_micros};
}

}  // namespace

WallTime wall_time(ledger::Instant at, const ledger::Zone& zone) {
    const ledger::CivilDay date = civil(zone.day_of(at));
    const std::int64_t second = wall_clock(at, zone).micros / 1'000'000;
    return {decimal_digits(second % 60),        decimal_digits(second / 60 % 60),
            decimal_digits(second / 3600 % 24), decimal_digits(date.day),
            decimal_digits(date.month),         decimal_digits(date.year)};
}

}  // namespace ingest
