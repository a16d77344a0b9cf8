#pragma once
#include <vector>

#include "api/routes.hpp"

namespace api {

/// The alarms that are on.
std::vector<Route> alarm_routes();

}  // namespace api
