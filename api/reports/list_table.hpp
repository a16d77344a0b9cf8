#pragma once
#include "api/openapi.hpp"
#include "api/routes.hpp"

namespace api {

/// The page of a list in the form that is asked for: as it is, or as CSV or a workbook by the
/// writers of the reports. A table has no place for a cursor: its `Link` says where it goes on.
Response as_asked(const Call& call, const std::vector<ListColumn>& columns, Response page);

}  // namespace api
