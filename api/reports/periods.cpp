#include "api/reports/periods.hpp"

#include <algorithm>

namespace api {
namespace {

using ledger::Day;

constexpr std::int64_t months_of_year = 12;
constexpr std::int64_t longest_month = 31;
constexpr std::int64_t longest_day = 25;  // hours, when clocks are set back

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

Day a_year_before(Day day) {
    const auto date = ledger::civil(day);
    return ledger::day_in_month(date.year - 1, date.month, date.day);
}

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
    before.compare = Compare::nothing;
    if (question.compare == Compare::year) {
        before.from = a_year_before(question.from);
        before.to = is_of_whole_months(question)
                        ? last_of_month(months_of(question.to) - months_of_year)
                        : a_year_before(question.to);
    } else if (is_of_whole_months(question)) {
        const auto months = months_of(question.to) - months_of(question.from) + 1;
        before.from = first_of_month(months_of(question.from) - months);
        before.to = last_of_month(months_of(question.to) - months);
    } else {
        const auto days = question.to.number - question.from.number + 1;
        before.from.number -= days;
        before.to.number -= days;
    }
    return before;
}

bool is_by_calendar(const Question& question) {
    return question.compare == Compare::year || is_of_whole_months(question);
}

std::int64_t PeriodPlaces::of(Day day) const {
    if (!by_calendar_) return day.number - from_.number;
    return (months_of(day) - months_of(from_)) * (longest_month + 1) + ledger::civil(day).day;
}

/// Behind the hours of a day is what is known by the day alone.
std::int64_t PeriodPlaces::of(const ReportValue& period) const {
    if (const auto* day = std::get_if<Day>(&period))
        return of(*day) * (longest_day + 1) + longest_day;
    if (const auto* hour = std::get_if<ledger::Instant>(&period)) {
        const Day day = zone_.day_of(*hour);
        return of(day) * (longest_day + 1) + (*hour - zone_.at(day)) / std::chrono::hours(1);
    }
    const auto* month = std::get_if<CalendarMonth>(&period);
    if (month == nullptr) return 0;
    if (month->month == 0) return month->year - ledger::civil(from_).year;
    return std::int64_t{month->year} * months_of_year + month->month - 1 - months_of(from_);
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
