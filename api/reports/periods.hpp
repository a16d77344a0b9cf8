#pragma once
#include "api/reports/report.hpp"
#include "ledger/rating/zone.hpp"

namespace api {

/// The period of this length that a day is in, as a row shows it; nothing for a whole range. Hours
/// are told by whoever has them.
ReportValue period_of(ledger::Day day, Step step);

/// The first days of the period that a day is in, and of the next one; of a range: itself.
struct DaySpan {
    ledger::Day first;
    ledger::Day last;
};
DaySpan span_of(ledger::Day day, const Question& question);

/// The range of as many days, or whole months, before this one; or the same one a year earlier. The
/// year before a 29 February has a 28th.
Question earlier(const Question& question);

/// True where the same day of a month is compared, as between whole months and between years; false
/// where it is the same day of the range.
bool is_by_calendar(const Question& question);

/// Where the periods of a range stand in it: the same number in both ranges that are compared.
class PeriodPlaces {
public:
    PeriodPlaces(ledger::Day from, bool by_calendar, const ledger::Zone& zone)
        : from_(from), by_calendar_(by_calendar), zone_(zone) {}

    std::int64_t of(const ReportValue& period) const;

private:
    std::int64_t of(ledger::Day day) const;

    const ledger::Day from_;
    const bool by_calendar_;
    const ledger::Zone& zone_;
};

/// The column that periods stand in.
ReportColumn period_column(Step step);

}  // namespace api
