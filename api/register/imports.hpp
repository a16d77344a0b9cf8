#pragma once
#include "api/routes.hpp"

namespace api {

/// The whole register as one file: in, out, and as a template.
std::vector<Route> import_routes();

}  // namespace api
