#include "api/openapi.hpp"

#include "api/routes.hpp"

namespace api {
namespace {

/// GET /openapi.json
Response read_openapi(const Call&) {
    return {200, {{"Content-Type", "application/json"}}, std::string(openapi_text())};
}

}  // namespace

std::vector<Route> openapi_routes() {
    return {{"GET", "/openapi.json", Need::nothing(), read_openapi}};
}

}  // namespace api
