#pragma once
#include <functional>

#include "api/reports/report_writer.hpp"

namespace api {

/// Tells every row of a report to whoever writes it, and adds up what passes. `look` is called now
/// and then, and may throw to end it.
ReportTail tell(const ReportHead& head, const ReportSource& source, ReportWriter& writer,
                const std::function<void()>& look);

}  // namespace api
