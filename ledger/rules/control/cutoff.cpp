#include "ledger/rules/control/cutoff.hpp"

#include <algorithm>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/control/notices.hpp"
#include "ledger/rules/control/pending.hpp"

namespace ledger {
namespace {

constexpr auto furthest_look = std::chrono::hours(24 * 366);

bool is_holiday(const State& state, const CutoffTerms& terms, Day day) {
    const CalendarPublished* calendar = find(state.calendars, terms.holidays);
    if (calendar == nullptr) return false;
    const auto& days = calendar->days;
    const auto found =
        std::lower_bound(days.begin(), days.end(), day,
                         [](const CalendarDay& each, Day wanted) { return each.day < wanted; });
    return found != days.end() && found->day == day && found->kind == SpecialDay::holiday;
}

bool is_on(const ProtectedHours& hours, Day day) {
    const auto& days = hours.weekdays;
    return days.empty() || std::find(days.begin(), days.end(), civil(day).weekday) != days.end();
}

Instant end_of(const ProtectedHours& hours, Day day, const Zone& zone) {
    constexpr std::uint32_t whole_day = 1'440;
    return hours.to_minute == whole_day ? zone.at(day.next()) : zone.at(day, hours.to_minute);
}

/// The end of what protects this moment, if anything does.
std::optional<Instant> protected_until(const State& state, const CutoffTerms& terms, Instant at) {
    const Zone zone = site_zone(state);
    const Day day = zone.day_of(at);
    if (is_holiday(state, terms, day)) return zone.at(day.next());
    for (const ProtectedHours& hours : terms.protected_hours) {
        if (!is_on(hours, day)) continue;
        const Instant end = end_of(hours, day, zone);
        if (at >= zone.at(day, hours.from_minute) && at < end) return end;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Instant> next_unprotected(const State& state, Instant at) {
    if (!state.site->patience) return at;
    const Instant last = at + furthest_look;
    while (at < last) {
        const auto end = protected_until(state, *state.site->patience, at);
        if (!end) return at;
        at = *end;
    }
    return std::nullopt;
}

std::optional<Instant> cut_time(const State& state, const Arrears& arrears) {
    if (!state.site->patience) return arrears.since;
    const CutoffTerms& terms = *state.site->patience;
    Instant begins = arrears.since;
    if (arrears.notices > 0) begins = begins + std::chrono::minutes(terms.patience_minutes);
    if (arrears.told)
        begins = arrears.notices > 0 ? std::min(begins, *arrears.told) : *arrears.told;
    return next_unprotected(state, begins + std::chrono::minutes(terms.grace_minutes));
}

bool is_over(const State& state, const Arrears& arrears, Instant now) {
    const auto at = cut_time(state, arrears);
    return at && *at <= now && next_unprotected(state, now) == now;
}

bool can_be_cut(const State& state, const Meter& meter, std::optional<bool> relay_closed) {
    const bool is_ours = state.site->cutoff == Cutoff::automatic && meter.registered.has_relay &&
                         meter.registered.mode == DeductMode::book;
    const bool is_kept =
        meter.supply == CommandKind::keep_power || is_decided_by_person(state, meter);
    const bool is_tripped = meter.supply == CommandKind::trip && relay_closed != true;
    return is_ours && !is_kept && !is_tripped && !is_pending(state, meter, CommandKind::trip);
}

bool may_be_cut(const State& state, const Meter& meter, Instant now) {
    if (!state.site->patience) return true;
    const Wallet* wallet = find(state.wallets, meter.wallet);
    if (wallet == nullptr) return false;
    // Arrears that begin now tell their customer now.
    const Arrears begun{now, channels_for(state, NoticeKind::arrears), {}};
    return is_over(state, wallet->arrears.value_or(begun), now);
}

}  // namespace ledger
