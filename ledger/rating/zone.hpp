#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/values/instant.hpp"

namespace date {
class time_zone;
}

namespace ledger {

/// Days since 1970-01-01 on some clock on a wall.
using Day = std::int64_t;

/// A clock on a wall: an IANA time zone, where a day may have 23 or 25 hours. Reads the system's
/// tzdata once; a value, cheap to copy, any thread.
class Zone {
public:
    /// Nothing when the system knows no zone of this name.
    static std::optional<Zone> find(const std::string& name);

    Day day_of(Instant at) const;

    /// The first moment of that day, and `minute` minutes of wall clock later. A wall-clock time
    /// that does not exist is the moment the clock jumps; of two equal ones it is the earlier.
    Instant at(Day day, std::uint32_t minute = 0) const;

private:
    explicit Zone(const date::time_zone* zone) : zone_(zone) {}
    const date::time_zone* zone_;
};

/// "2026-11-21"
std::string day_text(Day day);

/// The day of such a text; nothing for anything else.
std::optional<Day> day_from_text(const std::string& text);

}  // namespace ledger
