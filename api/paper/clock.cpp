#include "api/paper/clock.hpp"

#include <array>

#include <fmt/core.h>

namespace api {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_minute = 60;
constexpr std::int64_t minutes_per_day = 1'440;

/// Minutes since the midnight of that day by the clock on the wall. Where the clock went back, what
/// it shows for the second time lies as many minutes behind the first.
std::int64_t minute_of_day(ledger::Instant whole, const ledger::Zone& zone, ledger::Day day) {
    const std::int64_t passed =
        (whole - zone.at(day)).count() / micros_per_second / seconds_per_minute;
    const auto shows = [&](std::int64_t minute, std::int64_t later) {
        return minute >= 0 && minute < minutes_per_day &&
               zone.at(day, static_cast<std::uint32_t>(minute)) + std::chrono::minutes(later) ==
                   whole;
    };
    constexpr std::array<std::int64_t, 7> jumps{0, 60, -60, 30, -30, 120, -120};
    for (const std::int64_t jump : jumps) {
        if (shows(passed + jump, 0)) return passed + jump;
    }
    for (const std::int64_t jump : jumps) {
        if (jump > 0 && shows(passed - jump, jump)) return passed - jump;
    }
    return passed;
}

struct Wall {
    ledger::Day day;
    std::int64_t minute;
    std::int64_t second;
    std::int64_t offset;  ///< minutes before UTC
};

Wall wall_at(ledger::Instant at, const ledger::Zone& zone) {
    constexpr std::int64_t micros_per_minute = micros_per_second * seconds_per_minute;
    const std::int64_t since = at.micros % micros_per_minute;
    const ledger::Instant whole{at.micros - since};
    const ledger::Day day = zone.day_of(whole);
    const std::int64_t minute = minute_of_day(whole, zone, day);
    return {day, minute, since / micros_per_second,
            day.number * minutes_per_day + minute - whole.micros / micros_per_minute};
}

}  // namespace

std::string clock_text(ledger::Instant at, const ledger::Zone& zone) {
    const Wall wall = wall_at(at, zone);
    const std::int64_t offset = wall.offset < 0 ? -wall.offset : wall.offset;
    return fmt::format("{} {:02}:{:02}:{:02} {}{:02}:{:02}", to_text(wall.day), wall.minute / 60,
                       wall.minute % 60, wall.second, wall.offset < 0 ? '-' : '+', offset / 60,
                       offset % 60);
}

std::string short_clock_text(ledger::Instant at, const ledger::Zone& zone) {
    const Wall wall = wall_at(at, zone);
    return fmt::format("{} {:02}:{:02}", to_text(wall.day), wall.minute / 60, wall.minute % 60);
}

}  // namespace api
