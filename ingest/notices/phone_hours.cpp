#include "ingest/notices/phone_hours.hpp"

#include <algorithm>
#include <vector>

#include "ingest/notices/text_facts.hpp"

namespace notices {
namespace {

constexpr ledger::Duration a_day = std::chrono::hours(24);

}  // namespace

std::optional<ledger::Instant> quiet_until(const Site& site, ledger::Instant now) {
    const auto& terms = site.short_messages;
    if (!terms || terms->quiet_from_minute == terms->quiet_to_minute) return std::nullopt;
    const ledger::Zone zone = zone_of(site);
    const ledger::Day today = zone.day_of(now);
    for (const ledger::Day begun : {ledger::Day{today.number - 1}, today}) {
        const bool is_a_night = terms->quiet_to_minute < terms->quiet_from_minute;
        const ledger::Instant end =
            zone.at(is_a_night ? begun.next() : begun, terms->quiet_to_minute);
        if (zone.at(begun, terms->quiet_from_minute) <= now && now < end) return end;
    }
    return std::nullopt;
}

std::optional<ledger::Instant> MessagesToday::room_at(const std::string& number, std::uint32_t most,
                                                      ledger::Instant now) {
    std::erase_if(sent_, [&](const auto& each) { return each.second + a_day <= now; });
    std::vector<ledger::Instant> times;
    const auto [first, last] = sent_.equal_range(number);
    for (auto each = first; each != last; ++each) times.push_back(each->second);
    if (most == 0 || times.size() < most) return std::nullopt;
    std::ranges::sort(times);
    return times[times.size() - most] + a_day;
}

}  // namespace notices
