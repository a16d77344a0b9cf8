
#include <fmt/core.h>

#include "ledger/rules/catalogue/tariff_shape.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/correction/changed_past.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/entry_size.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

constexpr Day earliest_day{10'957};  // 2000-01-01
constexpr Day latest_day{84'005};    // 2199-12-31

Objection check_days(const std::vector<CalendarDay>& days) {
    if (auto no = check_range("days", days.size(), 0, most_calendar_days)) return no;
    for (const CalendarDay& each : days) {
        if (each.day < earliest_day || each.day > latest_day)
            return Refusal{
                Rule::value_must_be_in_range, "days",
                fmt::format("{} is out of range: give days from {} to {}", to_text(each.day),
                            to_text(earliest_day), to_text(latest_day))};
    }
    return std::nullopt;
}

}  // namespace

Decision decide_one(const State& state, const PublishCalendar& command, const Occasion& occasion) {
    const CalendarPublished& wanted = command.fact;
    if (auto no = first_of({check_id("calendar", wanted.calendar), check_text("name", wanted.name),
                            check_days(wanted.days), check_order(wanted),
                            check_entry_size("days", wanted)}))
        return refused(*no);
    const CalendarPublished* known = find(state.calendars, wanted.calendar);
    if (known != nullptr && *known == wanted) return nothing_changes();
    for (const auto& [id, meter] : state.meters) {
        if (auto no = check_look_back(state, meter, changed_past(state, meter, wanted), "days",
                                      occasion.now))
            return refused(*no);
    }
    return one_event(wanted, occasion);
}

}  // namespace ledger
