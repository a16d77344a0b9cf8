#include "api/reports/periods.hpp"

#include <algorithm>

namespace api {
namespace {

using ledger::Day;

constexpr std::int64_t months_of_year = 12;

std::int64_t months_of(Day day) {
    const auto date = ledger::civil(day);
    return std::int64_t{date.year} * months_of_year + date.month - 1;
}

Day first_of_month(std::int64_t months) {
    return ledger::day_in_month(static_cast<int>(months / months_of_year),
                                static_cast<unsigned>(months % months_of_year) + 1, 1);
}

Day last_of_month(std::int64_t months) { return {first_of_month(months + 1).number - 1}; }

bool is_of_whole_months(const Question& question) {
    return question.from == first_of_month(months_of(question.from)) &&
           question.to == last_of_month(months_of(question.to));
}

Day months_before(Day day, std::int64_t months) {
    const auto first = ledger::civil(first_of_month(months_of(day) - months));
    return ledger::day_in_month(first.year, first.month, ledger::civil(day).day);
}

Question months_earlier(Question question, std::int64_t months) {
    const bool is_whole = is_of_whole_months(question);
    question.from = months_before(question.from, months);
    question.to = is_whole ? last_of_month(months_of(question.to) - months)
                           : months_before(question.to, months);
    return question;
}

/// Where the same day of a month is compared.
bool is_by_calendar(const Question& question) {
    return question.compare != Compare::before || is_of_whole_months(question);
}

std::int64_t year_of(Day day) { return ledger::civil(day).year; }

DaySpan calendar_span(Day day, Step step) {
    const auto date = ledger::civil(day);
    switch (step) {
        case Step::month:
            return {first_of_month(months_of(day)), last_of_month(months_of(day))};
        case Step::year:
            return {ledger::day_in_month(date.year, 1, 1), ledger::day_in_month(date.year, 12, 31)};
        default:
            return {day, day};
    }
}

}  // namespace

ReportValue period_of(Day day, Step step) {
    const auto date = ledger::civil(day);
    switch (step) {
        case Step::day:
            return day;
        case Step::month:
            return CalendarMonth{date.year, date.month};
        case Step::year:
            return CalendarMonth{date.year, 0};
        default:
            return {};
    }
}

DaySpan span_of(Day day, const Question& question) {
    if (question.step == Step::all) return {question.from, question.to};
    const DaySpan whole = calendar_span(day, question.step);
    return {std::max(whole.first, question.from), std::min(whole.last, question.to)};
}

Question earlier(const Question& question) {
    Question before = question;
    if (question.compare == Compare::year) {
        before = months_earlier(question, months_of_year);
    } else if (question.compare == Compare::month) {
        before = months_earlier(question, 1);
    } else if (is_of_whole_months(question)) {
        before = months_earlier(question, months_of(question.to) - months_of(question.from) + 1);
    } else {
        const auto days = question.to.number - question.from.number + 1;
        before.from.number -= days;
        before.to.number -= days;
    }
    before.compare = Compare::nothing;
    return before;
}

std::optional<Day> PeriodPairs::beside(Day day, const Question& own, const Question& other) const {
    Day found{other.from.number + day.number - own.from.number};
    if (is_by_calendar(now_)) {
        const std::int64_t month = months_of(other.from) + months_of(day) - months_of(own.from);
        found = {first_of_month(month).number + ledger::civil(day).day - 1};
        if (months_of(found) != month) return std::nullopt;
    }
    return found < other.from || other.to < found ? std::nullopt : std::optional(found);
}

ReportValue PeriodPairs::beside(const ReportValue& period, const Question& own,
                                const Question& other) const {
    if (const auto* day = std::get_if<Day>(&period)) return beside(*day, own, other);
    if (const auto* hour = std::get_if<ledger::Instant>(&period)) {
        const Day day = zone_.day_of(*hour);
        const auto found = beside(day, own, other);
        if (!found) return {};
        const ledger::Instant begin = zone_.at(*found) + (*hour - zone_.at(day));
        return zone_.day_of(begin) == *found ? ReportValue(begin) : ReportValue();
    }
    const auto* month = std::get_if<CalendarMonth>(&period);
    if (month == nullptr) return {};
    if (month->month == 0) {
        const std::int64_t year = month->year + year_of(other.from) - year_of(own.from);
        const bool is_there = year_of(other.from) <= year && year <= year_of(other.to);
        return is_there ? ReportValue(CalendarMonth{static_cast<int>(year), 0}) : ReportValue();
    }
    const Day first = ledger::day_in_month(month->year, month->month, 1);
    const std::int64_t number = months_of(first) + months_of(other.from) - months_of(own.from);
    if (number < months_of(other.from) || months_of(other.to) < number) return {};
    return period_of(first_of_month(number), Step::month);
}

ReportColumn period_column(Step step) {
    switch (step) {
        case Step::hour:
            return {"period", ValueKind::time, "时段", "Hour"};
        case Step::month:
            return {"period", ValueKind::month, "月份", "Month"};
        case Step::year:
            return {"period", ValueKind::year, "年份", "Year"};
        default:
            return {"period", ValueKind::date, "日期", "Day"};
    }
}

}  // namespace api
