#pragma once
#include <vector>

#include "api/routes.hpp"

namespace api {

/// The list of reports, and each of them as JSON, CSV or a workbook.
std::vector<Route> report_routes();

}  // namespace api
