#include "ingest/meter_clock.hpp"

namespace ingest {

std::optional<std::int64_t> clock_offset_s(std::optional<ledger::Instant> shown,
                                           ledger::Instant now, const ledger::Zone& zone) {
    constexpr std::int64_t second = 1'000'000;
    constexpr std::int64_t minute = 60 * second;
    constexpr std::int64_t hour = 60 * minute;
    constexpr std::int64_t day = 24 * hour;
    if (!shown) return std::nullopt;
    const auto into_day = static_cast<std::uint32_t>(shown->micros % day / minute);
    const ledger::Instant meant =
        zone.at({shown->micros / day}, into_day) + ledger::Duration(shown->micros % minute);
    return (meant - now).count() / second;
}

}  // namespace ingest
