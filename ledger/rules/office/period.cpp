#include "ledger/rules/office/period.hpp"

#include <algorithm>

namespace ledger {

Period period_of(PeriodKind kind, Day day) {
    const CivilDay civil_day = civil(day);
    switch (kind) {
        case PeriodKind::day:
            break;
        case PeriodKind::month:
            return {day_in_month(civil_day.year, civil_day.month, 1),
                    day_in_month(civil_day.year, civil_day.month, 31)};
        case PeriodKind::year:
            return {day_in_month(civil_day.year, 1, 1), day_in_month(civil_day.year, 12, 31)};
    }
    return {day, day};
}

Period next_to_close(const State& state, PeriodKind kind) {
    const auto& closed = state.office.periods;
    const auto last = std::find_if(closed.rbegin(), closed.rend(),
                                   [&](const ClosedPeriod& each) { return each.kind == kind; });
    ensure(!state.office.days.empty(), "a book with a site has a first day");
    const Day first = last == closed.rend() ? state.office.days.begin()->first : last->last.next();
    return period_of(kind, first);
}

Position last_event_until(const State& state, Day day) {
    const auto& days = state.office.days;
    const auto later = days.upper_bound(day);
    return later == days.begin() ? Position{} : std::prev(later)->second.last;
}

std::vector<PeriodFigure> figures_of(const State& state, const Period& period) {
    std::map<std::string, PeriodFigure> figures;
    for (const auto& [day, sheet] : state.office.days) {
        if (day > period.last) break;
        for (const auto& [account, turnover] : sheet.accounts) {
            PeriodFigure& figure = figures[account];
            figure.account = account;
            figure.balance += turnover.debit - turnover.credit;
            if (day < period.first) continue;
            figure.debit += turnover.debit;
            figure.credit += turnover.credit;
        }
    }
    std::vector<PeriodFigure> all;
    for (auto& [account, figure] : figures) all.push_back(std::move(figure));
    return all;
}

}  // namespace ledger
