#pragma once
#include <string_view>

namespace api {

/// The OpenAPI document of this version, which api/openapi puts together when it is built.
std::string_view openapi_text();

}  // namespace api
