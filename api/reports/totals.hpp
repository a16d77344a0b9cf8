#pragma once
#include "api/reports/report_writer.hpp"

namespace api {

/// Adds up the rows of a report as they pass.
class ReportTotals {
public:
    /// The columns have to outlive it.
    ReportTotals(const std::vector<ReportColumn>& columns, Language language);

    void take(const ReportRow& row);
    const ReportTail& tail() const { return tail_; }

private:
    const std::vector<ReportColumn>& columns_;
    const std::string broken_;
    ReportTail tail_;
};

}  // namespace api
