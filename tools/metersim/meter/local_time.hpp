#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace metersim {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;  ///< A moment in UTC.

/// The wall clock of a meter: a fixed distance from UTC, since meters know no daylight saving.
/// Weekdays run from 1 (Monday) to 7.
struct LocalTime {
    int year = 0;
    int month = 0;
    int day = 0;
    int weekday = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;

    int minute_of_day() const { return hour * 60 + minute; }
    friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

LocalTime local_time(Instant now, std::chrono::minutes utc_offset);

/// Such a wall clock's moment as if it were UTC; nothing where there is none. Takes no weekday.
std::optional<Instant> instant_of(const LocalTime& local);

/// Reads "2026-01-05T00:00:00Z" (exactly this form, a date that exists); nothing for other text.
std::optional<Instant> read_instant(std::string_view text);

/// Writes the same form, whole seconds.
std::string write_instant(Instant instant);

}  // namespace metersim
