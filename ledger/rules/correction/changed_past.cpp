#include "ledger/rules/correction/changed_past.hpp"

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "ledger/rating/zone.hpp"

namespace ledger {
namespace {

constexpr Instant never{INT64_MAX};

/// The past from this moment on, as far as somebody was charged for it.
ChangedPast past_from(const Meter& meter, Instant from) {
    ChangedPast changed{{}, from < meter.left_at};
    if (meter.account.is_empty() || !meter.last_good) return changed;
    const Instant begin = std::max(from, meter.attached.at);
    if (begin < meter.last_good->at) changed.from = begin;
    return changed;
}

/// The first moment of this window at which the meter has a tariff that fits.
template <class Fits>
std::optional<Instant> first_under(const Meter& meter, Instant from, Instant until, Fits&& fits) {
    for (std::size_t i = 0; i < meter.tariffs.size(); ++i) {
        const bool is_last = i + 1 == meter.tariffs.size();
        const Instant end = is_last ? until : std::min(until, meter.tariffs[i + 1].from);
        const Instant begin = std::max(from, meter.tariffs[i].from);
        if (begin < end && fits(meter.tariffs[i].tariff)) return begin;
    }
    return std::nullopt;
}

/// The first day on which the two lists do not agree.
std::optional<Day> first_changed(const std::vector<CalendarDay>& before,
                                 const std::vector<CalendarDay>& after) {
    std::map<Day, std::optional<SpecialDay>> differing;
    for (const CalendarDay& each : before) differing[each.day] = each.kind;
    for (const CalendarDay& each : after) {
        const auto [known, fresh] = differing.try_emplace(each.day, each.kind);
        if (!fresh && known->second == each.kind) differing.erase(known);
    }
    return differing.empty() ? std::nullopt : std::optional(differing.begin()->first);
}

bool names(const Tariff& tariff, const CalendarId& calendar) {
    return std::any_of(
        tariff.versions.begin(), tariff.versions.end(),
        [&](const TariffVersion& version) { return version.terms.calendar == calendar; });
}

/// When this day begins on the clock, of the site or of such a tariff, that is ahead.
Instant first_begin(const State& state, const Tariff& tariff, const CalendarId& calendar, Day day) {
    Instant begin = Zone::find(state.site->zone)->at(day);
    for (const TariffVersion& version : tariff.versions) {
        if (version.terms.calendar == calendar && !version.terms.zone.empty())
            begin = std::min(begin, Zone::find(version.terms.zone)->at(day));
    }
    return begin;
}

}  // namespace

ChangedPast changed_past(const State& state, const Meter& meter, const TariffPublished& fact) {
    Instant until = never;
    if (const Tariff* known = find(state.tariffs, fact.tariff)) {
        for (const TariffVersion& version : known->versions) {
            if (version.terms.effective_from > fact.effective_from)
                until = std::min(until, version.terms.effective_from);
        }
    }
    const auto from = first_under(meter, fact.effective_from, until,
                                  [&](const TariffId& id) { return id == fact.tariff; });
    return from ? past_from(meter, *from) : ChangedPast{};
}

ChangedPast changed_past(const State&, const Meter& meter, const TariffAssigned& fact) {
    return past_from(meter, fact.from);
}

ChangedPast changed_past(const State& state, const Meter& meter, const CalendarPublished& fact) {
    const CalendarPublished* known = find(state.calendars, fact.calendar);
    const auto day =
        first_changed(known == nullptr ? std::vector<CalendarDay>{} : known->days, fact.days);
    if (!day) return {};
    const auto goes_by_it = [&](const TariffId& id) {
        return names(state.tariffs.at(id), fact.calendar);
    };
    Instant begin = never;
    for (const AssignedTariff& each : meter.tariffs) {
        if (goes_by_it(each.tariff))
            begin = std::min(
                begin, first_begin(state, state.tariffs.at(each.tariff), fact.calendar, *day));
    }
    const auto from = first_under(meter, begin, never, goes_by_it);
    return from ? past_from(meter, *from) : ChangedPast{};
}

Instant look_back_limit(const State& state, Instant now) {
    return now - std::chrono::days(state.site->look_back_days);
}

std::optional<Refusal> check_look_back(const State& state, const Meter& meter,
                                       const ChangedPast& changed, std::string_view field,
                                       Instant now) {
    const Instant limit = look_back_limit(state, now);
    if (!changed.from || *changed.from >= limit) return std::nullopt;
    return Refusal{
        Rule::past_must_be_within_look_back, std::string(field),
        fmt::format("what meter '{}' was charged since {} would change, and this site looks back "
                    "{} days: begin at {} or later, and settle the rest by adjustment",
                    meter.registered.meter.text(), to_text(*changed.from),
                    state.site->look_back_days, to_text(std::min(limit, meter.last_good->at)))};
}

}  // namespace ledger
