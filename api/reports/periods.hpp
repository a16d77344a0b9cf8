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

/// The range that this one is compared with: of as many days, or whole months, before it; or the
/// same one a month or a year earlier. A day that its month does not have is the last one of it.
Question earlier(const Question& question);

/// Which period of one range stands beside a period of the other, of two that are compared: that
/// with the same day of the month between whole months and by the calendar, else that with the same
/// place in its range.
class PeriodPairs {
public:
    PeriodPairs(const Question& question, const Question& earlier, const ledger::Zone& zone)
        : now_(question), before_(earlier), zone_(zone) {}

    /// In the earlier range, and in this one; nothing: there is none, as of a 30th in February.
    ReportValue before(const ReportValue& period) const { return beside(period, now_, before_); }
    ReportValue now(const ReportValue& period) const { return beside(period, before_, now_); }

private:
    ReportValue beside(const ReportValue& period, const Question& own, const Question& other) const;
    std::optional<ledger::Day> beside(ledger::Day day, const Question& own,
                                      const Question& other) const;

    const Question& now_;
    const Question& before_;
    const ledger::Zone& zone_;
};

/// The column that periods stand in.
ReportColumn period_column(Step step);

}  // namespace api
