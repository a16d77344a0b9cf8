#include "api/reports/wall_clock.hpp"

#include <cstdlib>

#include <fmt/core.h>

namespace api {
namespace {

/// So long after midnight as the wall shows; on days whose clock jumps too.
std::chrono::seconds wall_time(ledger::Instant at, ledger::Day day, const ledger::Zone& zone) {
    using std::chrono::duration_cast;
    using std::chrono::minutes;
    const auto since_midnight = duration_cast<std::chrono::seconds>(at - zone.at(day));
    const auto jump = std::chrono::hours(24) - (zone.at(day.next()) - zone.at(day));
    const auto minute = static_cast<std::uint32_t>(duration_cast<minutes>(since_midnight).count());
    const bool is_before_jump = zone.at(day, minute) <= at && at < zone.at(day, minute + 1);
    if (is_before_jump) return since_midnight;
    return since_midnight + duration_cast<std::chrono::seconds>(jump);
}

constexpr std::int64_t seconds_of_day = 86'400;

}  // namespace

std::string wall_clock(ledger::Instant at, const ledger::Zone& zone) {
    const ledger::Day day = zone.day_of(at);
    const std::int64_t seconds = wall_time(at, day, zone).count();
    return fmt::format("{}T{:02}:{:02}:{:02}", ledger::to_text(day), seconds / 3'600,
                       seconds / 60 % 60, seconds % 60);
}

std::string local_time(ledger::Instant at, const ledger::Zone& zone) {
    const ledger::Day day = zone.day_of(at);
    const std::int64_t shown = day.number * seconds_of_day + wall_time(at, day, zone).count();
    const std::int64_t minutes =
        (shown - std::chrono::floor<std::chrono::seconds>(at - ledger::Instant{}).count()) / 60;
    return fmt::format("{}{}{:02}:{:02}", wall_clock(at, zone), minutes < 0 ? '-' : '+',
                       std::abs(minutes) / 60, std::abs(minutes) % 60);
}

}  // namespace api
