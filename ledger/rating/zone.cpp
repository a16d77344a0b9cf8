#include "ledger/rating/zone.hpp"

#include <stdexcept>

#include <date/tz.h>

namespace ledger {
namespace {

using Moment = date::sys_time<Duration>;

/// The part of a zone's history around some moment: looked up rarely, used for months.
struct Era {
    const date::time_zone* zone = nullptr;
    Moment begin;
    Moment end;
    Duration offset{};
};

const Era& era_at(const date::time_zone& zone, Moment at) {
    thread_local Era era;
    if (era.zone != &zone || at < era.begin || at >= era.end) {
        const date::sys_info found = zone.get_info(at);
        era = {&zone, found.begin, found.end, found.offset};
    }
    return era;
}

}  // namespace

std::optional<Zone> Zone::find(const std::string& name) {
    // A book speaks of one or two zones, at every reading.
    thread_local std::string last_name;
    thread_local const date::time_zone* last_zone = nullptr;
    if (last_zone != nullptr && name == last_name) return Zone(last_zone);
    try {
        last_zone = date::locate_zone(name);
        last_name = name;
        return Zone(last_zone);
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

Day Zone::day_of(Instant at) const {
    const Moment moment{Duration(at.micros)};
    const date::local_time<Duration> wall{moment.time_since_epoch() +
                                          era_at(*zone_, moment).offset};
    return {date::floor<date::days>(wall).time_since_epoch().count()};
}

Instant Zone::at(Day day, std::uint32_t minute) const {
    const date::local_days midnight{date::days(static_cast<int>(day.number))};
    const date::local_time<Duration> wall = midnight + std::chrono::minutes(minute);
    // The usual case: the offset around that moment is the same on both sides of it.
    const Moment guess{wall.time_since_epoch()};
    const Era& era = era_at(*zone_, guess);
    const bool is_within =
        guess - std::chrono::hours(26) >= era.begin && guess + std::chrono::hours(26) < era.end;
    if (is_within) return {(guess - era.offset).time_since_epoch().count()};
    const auto exact = zone_->to_sys(wall, date::choose::earliest);
    return {std::chrono::time_point_cast<Duration>(exact).time_since_epoch().count()};
}

}  // namespace ledger
