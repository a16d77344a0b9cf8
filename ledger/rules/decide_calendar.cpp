#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

constexpr Day earliest_day{10'957};  // 2000-01-01
constexpr Day latest_day{84'005};    // 2199-12-31

Objection check_days(const std::vector<CalendarDay>& days) {
    if (auto no = check_range("days", days.size(), 0, most_calendar_days)) return no;
    Day before{};
    for (const CalendarDay& each : days) {
        if (each.day < earliest_day || each.day > latest_day)
            return Refusal{
                Rule::value_must_be_in_range, "days",
                fmt::format("{} is out of range: give days from {} to {}", to_text(each.day),
                            to_text(earliest_day), to_text(latest_day))};
        if (each.day <= before)
            return Refusal{Rule::value_must_be_in_range, "days",
                           fmt::format("{} stands after {}: list every day once, in their order",
                                       to_text(each.day), to_text(before))};
        before = each.day;
    }
    return std::nullopt;
}

/// The first day up to today that the two lists do not agree on.
std::optional<Day> first_changed(const std::vector<CalendarDay>& before,
                                 const std::vector<CalendarDay>& after, Day today) {
    std::map<Day, std::optional<SpecialDay>> differing;
    for (const CalendarDay& each : before) differing[each.day] = each.kind;
    for (const CalendarDay& each : after) {
        const auto [known, fresh] = differing.try_emplace(each.day, each.kind);
        if (!fresh && known->second == each.kind) differing.erase(known);
    }
    if (differing.empty() || differing.begin()->first > today) return std::nullopt;
    return differing.begin()->first;
}

/// Today on the clock, of the site or of a tariff that goes by this calendar, that is ahead.
Day latest_today(const State& state, const CalendarId& calendar, Instant now) {
    Day today = Zone::find(state.site->zone)->day_of(now);
    for (const auto& [id, tariff] : state.tariffs) {
        for (const TariffVersion& version : tariff.versions) {
            if (version.terms.calendar == calendar && !version.terms.zone.empty())
                today = std::max(today, Zone::find(version.terms.zone)->day_of(now));
        }
    }
    return today;
}

}  // namespace

Decision decide_one(const State& state, const PublishCalendar& command, const Occasion& occasion) {
    const CalendarPublished& wanted = command.fact;
    if (auto no = first_of({check_id("calendar", wanted.calendar), check_text("name", wanted.name),
                            check_days(wanted.days)}))
        return refused(*no);
    const CalendarPublished* known = find(state.calendars, wanted.calendar);
    if (known == nullptr) return one_event(wanted, occasion);
    if (*known == wanted) return nothing_changes();
    const Day today = latest_today(state, wanted.calendar, occasion.now);
    if (const auto changed = first_changed(known->days, wanted.days, today))
        return refuse(Rule::calendar_must_not_change_the_past, "days",
                      fmt::format("{} may have been charged already, and the list says something "
                                  "else about it than before: change only days after {}",
                                  to_text(*changed), to_text(today)));
    return one_event(wanted, occasion);
}

}  // namespace ledger
