#include "tools/metersim/meter/local_time.hpp"

#include <fmt/format.h>

namespace metersim {
namespace {

namespace chrono = std::chrono;

std::optional<int> figures_at(std::string_view text, std::size_t first, std::size_t count) {
    int value = 0;
    for (const char figure : text.substr(first, count)) {
        if (figure < '0' || figure > '9') return std::nullopt;
        value = value * 10 + (figure - '0');
    }
    return value;
}

bool has_iso_shape(std::string_view text) {
    return text.size() == 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' &&
           text[13] == ':' && text[16] == ':' && text[19] == 'Z';
}

}  // namespace

LocalTime local_time(Instant now, chrono::minutes utc_offset) {
    const Instant local = now + utc_offset;
    const auto midnight = chrono::floor<chrono::days>(local);
    const chrono::year_month_day date{midnight};
    const chrono::hh_mm_ss time{chrono::floor<chrono::seconds>(local - midnight)};
    return {.year = static_cast<int>(date.year()),
            .month = static_cast<int>(static_cast<unsigned>(date.month())),
            .day = static_cast<int>(static_cast<unsigned>(date.day())),
            .weekday = static_cast<int>(chrono::weekday{midnight}.iso_encoding()),
            .hour = static_cast<int>(time.hours().count()),
            .minute = static_cast<int>(time.minutes().count()),
            .second = static_cast<int>(time.seconds().count())};
}

std::optional<Instant> instant_of(const LocalTime& local) {
    const chrono::year_month_day date{chrono::year{local.year},
                                      chrono::month{static_cast<unsigned>(local.month)},
                                      chrono::day{static_cast<unsigned>(local.day)}};
    if (!date.ok() || local.hour > 23 || local.minute > 59 || local.second > 59)
        return std::nullopt;
    return Instant{chrono::sys_days{date}} + chrono::hours{local.hour} +
           chrono::minutes{local.minute} + chrono::seconds{local.second};
}

std::optional<Instant> read_instant(std::string_view text) {
    if (!has_iso_shape(text)) return std::nullopt;
    const auto year = figures_at(text, 0, 4);
    const auto month = figures_at(text, 5, 2);
    const auto day = figures_at(text, 8, 2);
    const auto hour = figures_at(text, 11, 2);
    const auto minute = figures_at(text, 14, 2);
    const auto second = figures_at(text, 17, 2);
    if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
    return instant_of({.year = *year,
                       .month = *month,
                       .day = *day,
                       .weekday = 0,
                       .hour = *hour,
                       .minute = *minute,
                       .second = *second});
}

std::string write_instant(Instant instant) {
    const LocalTime utc = local_time(instant, chrono::minutes{0});
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.year, utc.month, utc.day,
                       utc.hour, utc.minute, utc.second);
}

}  // namespace metersim
