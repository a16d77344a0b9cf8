#include "ledger/values/day.hpp"

#include <algorithm>
#include <sstream>

#include <date/date.h>
#include <fmt/compile.h>

namespace ledger {
namespace {

date::sys_days on_the_scale(Day day) {
    return date::sys_days(date::days(static_cast<int>(day.number)));
}

}  // namespace

CivilDay civil(Day day) {
    const date::sys_days at = on_the_scale(day);
    const date::year_month_day ymd{at};
    return {int(ymd.year()), unsigned(ymd.month()), unsigned(ymd.day()),
            date::weekday(at).iso_encoding()};
}

Day day_in_month(int year, unsigned month, unsigned day) {
    const date::year_month in{date::year(year), date::month(month)};
    const date::day last = (in / date::last).day();
    return {date::sys_days(in / std::min(date::day(day), last)).time_since_epoch().count()};
}

MonthDay month_day_of(Day day) {
    const CivilDay shown = civil(day);
    return {shown.month * 100 + shown.day};
}

std::string to_text(MonthDay day) {
    return fmt::format("{:02}-{:02}", day.number / 100, day.number % 100);
}

std::optional<MonthDay> month_day_from_text(const std::string& text) {
    const auto leap_day = day_from_text("2024-" + text);  // a year that has every day
    return leap_day ? std::optional(month_day_of(*leap_day)) : std::nullopt;
}

std::string to_text(Day day) {
    const CivilDay shown = civil(day);
    return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), shown.year, shown.month, shown.day);
}

std::optional<Day> day_from_text(const std::string& text) {
    if (text.size() != 10) return std::nullopt;
    std::istringstream in(text);
    date::sys_days day{};
    in >> date::parse("%F", day);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
    return Day{day.time_since_epoch().count()};
}

}  // namespace ledger
