#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/values/day.hpp"
#include "ledger/values/instant.hpp"

namespace date {
class time_zone;
}

namespace ledger {

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

}  // namespace ledger
