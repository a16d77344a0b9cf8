#pragma once
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

using Duration = std::chrono::microseconds;

/// A moment in UTC, to the microsecond.
struct Instant {
    std::int64_t micros = 0;  ///< since 1970-01-01T00:00:00Z, leap seconds not counted

    friend constexpr auto operator<=>(Instant, Instant) = default;
    friend constexpr Instant operator+(Instant at, Duration later) {
        return {at.micros + later.count()};
    }
    friend constexpr Instant operator-(Instant at, Duration earlier) {
        return {at.micros - earlier.count()};
    }
    friend constexpr Duration operator-(Instant later, Instant earlier) {
        return Duration(later.micros - earlier.micros);
    }
};

/// Years 2000 to 2199: what may come in from outside.
constexpr Instant earliest_instant{946'684'800'000'000};
constexpr Instant latest_instant{7'258'118'400'000'000};

/// RFC 3339 in UTC: "2026-11-21T03:24:00Z", with the fraction only when there is one.
std::string to_text(Instant instant);

/// Reads RFC 3339 with 'Z' or a numeric offset; nothing for anything else or out of range.
std::optional<Instant> instant_from_text(std::string_view text);

}  // namespace ledger
