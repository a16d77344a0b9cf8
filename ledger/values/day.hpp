#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace ledger {

/// A day on some clock on a wall, by its number since 1970-01-01.
struct Day {
    std::int64_t number = 0;

    friend constexpr auto operator<=>(Day, Day) = default;
    constexpr Day next() const { return {number + 1}; }
};

/// A day as a calendar shows it.
struct CivilDay {
    int year;
    unsigned month;    ///< 1 to 12
    unsigned day;      ///< 1 to 31
    unsigned weekday;  ///< 1 Monday to 7 Sunday
};
CivilDay civil(Day day);

/// The day of that month, or the last one of a shorter month.
Day day_in_month(int year, unsigned month, unsigned day);

/// A day of any year, as month × 100 + day: 701 is 1 July.
struct MonthDay {
    std::uint32_t number = 0;

    friend constexpr auto operator<=>(MonthDay, MonthDay) = default;
};
MonthDay month_day_of(Day day);

/// "07-01"
std::string to_text(MonthDay day);
std::optional<MonthDay> month_day_from_text(const std::string& text);

/// "2026-11-21"
std::string to_text(Day day);

/// The day of such a text; nothing for anything else.
std::optional<Day> day_from_text(const std::string& text);

}  // namespace ledger
