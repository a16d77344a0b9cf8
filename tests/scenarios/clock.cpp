#include "tests/scenarios/clock.hpp"

namespace scenarios {

using namespace ledger;

namespace {

Zone zone_named(const std::string& name) {
    const auto found = name.empty() ? std::nullopt : Zone::find(name);
    return found ? *found : Zone::find("UTC").value();
}

constexpr std::size_t hh_mm = 5;
constexpr std::size_t hh_mm_ss = 8;

}  // namespace

Clock::Clock(const std::string& zone) : zone_(zone_named(zone)) {}

Instant Clock::read(const std::string& date, const std::string& time) const {
    const std::size_t offset = time.find_first_of("Z+-");
    const std::string wall = time.substr(0, offset);
    const std::string seconds = wall.size() == hh_mm_ss ? wall.substr(hh_mm) : ":00";
    const std::string minutes = wall.substr(0, std::min(hh_mm, wall.size()));
    // Without an offset by the clock of UTC first: what is no time there is no time anywhere.
    const bool has_offset = offset != std::string::npos;
    const auto read = instant_from_text(date + "T" + minutes + seconds +
                                        (has_offset ? time.substr(offset) : "Z"));
    if (!read || (wall.size() != hh_mm && wall.size() != hh_mm_ss))
        throw Fault{"'" + date + " " + time + "' is no moment: write one as 2026-05-01 09:00"};
    if (has_offset) return *read;

    const Day day = Words({date}).day();
    const std::uint32_t minute = Words({minutes}).minute();
    const Instant at = zone_.at(day, minute);
    if (at == zone_.at(day, minute + 1))
        throw Fault{"the clock jumps over " + date + " " + time + ": there is no such moment"};
    return at + std::chrono::seconds(std::stoi(seconds.substr(1)));
}

Instant Clock::read(Words& words) const {
    const std::string date = words.take("a day such as 2026-05-01");
    const bool has_time = words.peek().size() >= hh_mm && words.peek()[2] == ':';
    return read(date, has_time ? words.take("a time") : "00:00");
}

}  // namespace scenarios
