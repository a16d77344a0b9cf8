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

/// Which period of the range it is that a row is about: 0, 1, 2 …
std::int64_t index_of(const ReportValue& period, const Question& question,
                      const ledger::Zone& zone);

/// The range of as many days, or whole months, before this one; or the same one a year earlier.
Question earlier(const Question& question);

/// The column that periods stand in.
ReportColumn period_column(Step step);

}  // namespace api
