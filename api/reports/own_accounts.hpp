#pragma once
#include <optional>
#include <vector>

#include "api/reports/report.hpp"

namespace api {

/// What whoever is bound to buildings may read of a row: whose account it is about, and what that
/// holds, is for who may see all of that account. One report's rows, one after the other.
class OwnAccounts {
public:
    OwnAccounts(const std::vector<ReportColumn>& columns, const ReportSource& source);

    /// The row, or the same without what is not theirs to know: until the next is asked for.
    const ReportRow& shown(const ReportRow& row);
    const ReportRow& shown(ReportRow&& row) = delete;

private:
    const ReportSource& source_;
    std::optional<std::size_t> account_;  ///< its column
    std::vector<std::size_t> hidden_;     ///< the columns that tell of it
    ReportRow without_;
};

}  // namespace api
