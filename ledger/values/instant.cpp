#include "ledger/values/instant.hpp"

#include <algorithm>

#include <date/date.h>
#include <fmt/compile.h>

namespace ledger {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// True where the text has a digit for every 'd' of the shape, and the shape's own character else.
bool has_shape(std::string_view text, std::string_view shape) {
    return text.size() == shape.size() &&
           std::equal(text.begin(), text.end(), shape.begin(),
                      [](char c, char s) { return s == 'd' ? is_digit(c) : c == s; });
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = 10 * value + (c - '0');
    return value;
}

/// ".5" to ".000001": microseconds. Nothing for another shape.
std::optional<Duration> fraction(std::string_view text) {
    if (text.empty()) return Duration(0);
    const std::string_view digits = text.substr(1);
    if (text[0] != '.' || digits.empty() || digits.size() > 6) return std::nullopt;
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    std::string micros(digits);
    micros.append(6 - digits.size(), '0');
    return Duration(number(micros));
}

/// "Z" or "+08:00": how far the wall clock is ahead of UTC.
std::optional<std::chrono::minutes> offset(std::string_view text) {
    if (text == "Z") return std::chrono::minutes(0);
    if (!has_shape(text.substr(0, 1), "+") && !has_shape(text.substr(0, 1), "-"))
        return std::nullopt;
    if (!has_shape(text.substr(1), "dd:dd")) return std::nullopt;
    const int hours = number(text.substr(1, 2));
    const int minutes = number(text.substr(4, 2));
    if (hours > 23 || minutes > 59) return std::nullopt;
    const std::chrono::minutes ahead(60 * hours + minutes);
    return text[0] == '-' ? -ahead : ahead;
}

}  // namespace

std::string to_text(Instant instant) {
    const date::sys_time<Duration> at{Duration(instant.micros)};
    const auto day = date::floor<date::days>(at);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss clock{at - day};
    std::string text =
        fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}"), int(ymd.year()),
                    unsigned(ymd.month()), unsigned(ymd.day()), clock.hours().count(),
                    clock.minutes().count(), clock.seconds().count());
    if (const auto fraction = clock.subseconds().count(); fraction != 0)
        text += fmt::format(FMT_COMPILE(".{:06}"), fraction);
    return text + "Z";
}

std::optional<Instant> instant_from_text(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
    if (!has_shape(text.substr(0, shape.size()), shape)) return std::nullopt;
    const std::string_view rest = text.substr(shape.size());
    const std::size_t zone_at = std::min(rest.find_first_of("Z+-"), rest.size());
    const auto micros = fraction(rest.substr(0, zone_at));
    const auto ahead = offset(rest.substr(zone_at));
    if (!micros || !ahead) return std::nullopt;

    const date::year_month_day day{date::year(number(text.substr(0, 4))),
                                   date::month(static_cast<unsigned>(number(text.substr(5, 2)))),
                                   date::day(static_cast<unsigned>(number(text.substr(8, 2))))};
    const std::chrono::hours hours(number(text.substr(11, 2)));
    const std::chrono::minutes minutes(number(text.substr(14, 2)));
    const std::chrono::seconds seconds(number(text.substr(17, 2)));
    if (!day.ok() || hours.count() > 23 || minutes.count() > 59 || seconds.count() > 59)
        return std::nullopt;
    const auto since = date::sys_days(day).time_since_epoch() + hours + minutes + seconds + *micros;
    const Instant instant = Instant{Duration(since).count()} - *ahead;
    if (instant < earliest_instant || instant > latest_instant) return std::nullopt;
    return instant;
}

}  // namespace ledger
