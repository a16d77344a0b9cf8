#include "tests/property/tariffs.hpp"

#include <algorithm>
#include <array>

namespace property {

using namespace ledger;

namespace {

enum Kind : std::uint32_t { flat, tou, own, tiered, seasons };

std::vector<BandSlot> schedule_of(std::uint32_t tariff) {
    if (tariff == flat || tariff == tiered) return {};
    if (tariff == own)
        return {{0, Band::valley}, {480, Band::peak}, {1200, Band::sharp}, {1320, Band::valley}};
    return {{0, Band::valley}, {450, Band::flat},  {600, Band::peak},  {720, Band::sharp},
            {855, Band::flat}, {1080, Band::peak}, {1320, Band::flat}, {1410, Band::valley}};
}

std::vector<BandPrice> prices_of(std::uint32_t tariff, std::uint32_t percent) {
    const auto of = [&](std::int64_t price) { return Price{price * percent / 100}; };
    if (tariff == flat || tariff == tiered) return {{Band::single, of(61'730'001)}};
    if (tariff == own)
        return {{Band::peak, of(90'000'007)},
                {Band::valley, of(33'333'333)},
                {Band::sharp, of(110'000'011)}};
    return {{Band::sharp, of(120'000'003)},
            {Band::peak, of(99'999'999)},
            {Band::flat, of(64'010'203)},
            {Band::valley, of(30'000'001)}};
}

/// Summer workdays without sharp hours, weekends of the winter, and holidays.
std::vector<DayRule> rules_of(std::uint32_t tariff) {
    if (tariff != seasons) return {};
    const std::vector<BandSlot> quiet{{0, Band::valley}, {600, Band::flat}};
    const std::vector<BandSlot> summer{{0, Band::flat}, {630, Band::peak}, {1290, Band::flat}};
    return {{{101}, {1231}, DayKind::holiday, {}, {{0, Band::valley}}},
            {{615}, {915}, DayKind::workday, {}, summer},
            {{1015}, {331}, DayKind::weekend, {}, quiet},
            {{101}, {1231}, DayKind::any, {3, 5}, summer}};
}

std::vector<CalendarDay> special_days() {
    std::vector<CalendarDay> days;
    for (const char* text : {"2026-03-08", "2026-03-30", "2026-07-03", "2026-10-26", "2026-11-02"})
        days.push_back({*day_from_text(text), SpecialDay::holiday});
    for (const char* text : {"2026-03-29", "2026-07-04", "2026-10-25", "2026-11-01"})
        days.push_back({*day_from_text(text), SpecialDay::workday});
    std::sort(days.begin(), days.end(),
              [](const CalendarDay& a, const CalendarDay& b) { return a.day < b.day; });
    return days;
}

/// By the month of the calendar, and by the year and the month of the account.
std::vector<Tier> tiers_of(std::uint32_t tariff) {
    switch (tariff) {
        case tou:
            return {{Energy{2'000'000}, Price{5'000'001}}, {Energy{9'000'000}, Price{30'000'003}}};
        case tiered:
            return {{Energy{50'000}, Price{5'000'003}}, {Energy{120'000}, Price{-1'000'001}}};
        case seasons:
            return {{Energy{90'000}, Price{7'000'007}}};
        default:
            return {};
    }
}

}  // namespace

TariffId tariff_name(std::uint32_t tariff) {
    constexpr std::array names{"FLAT", "TOU", "OWN", "TIERED", "SEASONS"};
    return TariffId(names[tariff % tariff_count]);
}

PublishTariff version_of(std::uint32_t tariff, Instant from, std::uint32_t percent) {
    const std::uint32_t kind = tariff % tariff_count;
    return {tariff_name(tariff),
            "tariff",
            from,
            kind == own ? "Etc/GMT-1" : "",
            prices_of(kind, percent),
            schedule_of(kind),
            rules_of(kind),
            kind == seasons ? CalendarId("C1") : CalendarId(),
            tiers_of(kind),
            kind == tou ? TierCycle::year : TierCycle::month,
            kind == tiered ? CycleStart::calendar : CycleStart::account};
}

PublishCalendar calendar() { return {{CalendarId("C1"), "holidays", special_days()}}; }

}  // namespace property
