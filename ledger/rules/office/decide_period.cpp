#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/office/period.hpp"

namespace ledger {
namespace {

Objection check_order(const State& state, PeriodKind kind, const Period& wanted) {
    const auto& closed = state.office.periods;
    const bool is_closed = std::any_of(closed.begin(), closed.end(), [&](const auto& each) {
        return each.kind == kind && each.first == wanted.first;
    });
    if (is_closed)
        return Refusal{Rule::period_must_not_be_closed_twice, "first",
                       fmt::format("the {} of {} is closed and stays as it is: see its figures",
                                   to_text(kind), to_text(wanted.first))};
    const Period next = next_to_close(state, kind);
    if (wanted.first == next.first) return std::nullopt;
    return Refusal{Rule::periods_must_close_in_order, "first",
                   fmt::format("the next {} to close begins on {}: close that one first",
                               to_text(kind), to_text(next.first))};
}

}  // namespace

Decision decide_one(const State& state, const ClosePeriod& command, const Occasion& occasion) {
    if (auto no = check_day("first", command.first)) return refused(*no);
    const Period period = period_of(command.kind, command.first);
    if (period.first != command.first)
        return refuse(
            Rule::value_must_be_in_range, "first",
            fmt::format("first is {}: give the first day of a {}, such as {}",
                        to_text(command.first), to_text(command.kind), to_text(period.first)));
    if (auto no = check_order(state, command.kind, period)) return refused(*no);
    if (period.last >= site_day(state, occasion.now))
        return refuse(Rule::period_must_be_over, "first",
                      fmt::format("it lasts until the end of {}: close it when that is over",
                                  to_text(period.last)));
    return one_event(PeriodClosed{command.kind, period.first, period.last,
                                  last_event_until(state, period.last), figures_of(state, period)},
                     occasion);
}

}  // namespace ledger
