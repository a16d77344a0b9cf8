#pragma once
#include "api/json/json_writer.hpp"
#include "api/reports/report.hpp"

namespace api {

/// What a report says as it was known at one moment, over all its days.
struct ReportFigures {
    const Report* report;
    std::vector<ReportColumn> columns;
    ReportRow totals;               ///< under the summed columns
    std::vector<std::size_t> rows;  ///< a hash of each, in the order of the hashes
};

/// `until`: the last event that is known; nothing: all that the source has seen.
ReportFigures figures_of(const Report& report, const ReportSource& source,
                         std::optional<ledger::Position> until);

/// What a report says otherwise at a later moment.
struct ReportChange {
    struct Total {
        std::string column;
        ReportValue before;
        ReportValue after;
        ReportValue change;
    };
    std::string report;
    std::size_t rows_before;
    std::size_t rows_after;
    std::size_t rows_new;       ///< of the later ones: they did not stand so before
    std::vector<Total> totals;  ///< those that are others

    bool is_nothing() const { return rows_new == 0 && rows_before == rows_after && totals.empty(); }
};

ReportChange change_between(const ReportFigures& before, const ReportFigures& after);

/// [{"report", "rows": {"before", "after", "new"}, "totals": [{"name", "before", "after",
/// "change"}]}]: of those that say something else.
Json write_report_changes(const std::vector<ReportChange>& changes);

}  // namespace api
