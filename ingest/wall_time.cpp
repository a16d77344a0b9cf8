#include "ingest/wall_time.hpp"

namespace ingest {
namespace {

std::uint8_t decimal_digits(std::int64_t number) {
    return static_cast<std::uint8_t>(number / 10 % 10 << 4 | number % 10);
}

}  // namespace

WallTime wall_time(ledger::Instant at, const ledger::Zone& zone) {
    constexpr std::int64_t day_minutes = 24 * 60;
    const ledger::Day day = zone.day_of(at);
    // On days that are not of 24 hours the wall clock is ahead or behind: look for its minute.
    std::int64_t minute = 0;
    for (std::int64_t step = 1'024; step > 0; step /= 2) {
        const std::int64_t later = minute + step;
        if (later < day_minutes && zone.at(day, static_cast<std::uint32_t>(later)) <= at)
            minute = later;
    }
    const ledger::CivilDay date = civil(day);
    const std::int64_t second = at.micros / 1'000'000 % 60;
    return {decimal_digits(second),   decimal_digits(minute % 60), decimal_digits(minute / 60),
            decimal_digits(date.day), decimal_digits(date.month),  decimal_digits(date.year)};
}

}  // namespace ingest
