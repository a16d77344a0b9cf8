#include "ledger/values/instant.hpp"

#include <sstream>

#include <date/date.h>
#include <fmt/core.h>

namespace ledger {

std::string to_text(Instant instant) {
    const date::sys_time<Duration> at{Duration(instant.micros)};
    const auto day = date::floor<date::days>(at);
    const date::year_month_day ymd{day};
    const date::hh_mm_ss clock{at - day};
    std::string text =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int(ymd.year()), unsigned(ymd.month()),
                    unsigned(ymd.day()), clock.hours().count(), clock.minutes().count(),
                    clock.seconds().count());
    if (const auto fraction = clock.subseconds().count(); fraction != 0)
        text += fmt::format(".{:06}", fraction);
    return text + "Z";
}

std::optional<Instant> instant_from_text(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
    if (text.size() <= shape.size()) return std::nullopt;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return std::nullopt;
    }
    std::istringstream in{std::string(text)};
    date::sys_time<Duration> at;
    const bool utc = text.ends_with('Z');
    in >> date::parse(utc ? "%FT%TZ" : "%FT%T%Ez", at);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
    const Instant instant{at.time_since_epoch().count()};
    if (instant < earliest_instant || instant > latest_instant) return std::nullopt;
    return instant;
}

}  // namespace ledger
