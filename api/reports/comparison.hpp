#pragma once
#include "api/reports/report.hpp"
#include "ledger/rating/zone.hpp"

namespace api {

/// The columns of a report, each figure followed by that of the earlier range and by what it is
/// more than that, and the period by the one that it is compared with.
std::vector<ReportColumn> compared(const std::vector<ReportColumn>& columns);

/// Tells every row beside its counterpart of the earlier range: the same names in the period beside
/// its own. Where nothing happened in that there are zeros, and where there is no such period,
/// nothing. What the earlier range alone has comes last. Holds the earlier rows: throws Problem 400
/// where there are too many.
void tell_compared(const Report& report, const ReportSource& source, const Question& question,
                   const ledger::Zone& zone, const RowSink& sink);

}  // namespace api
