#pragma once
#include <set>
#include <string>
#include <string_view>

namespace api {

/// The OpenAPI document of this version, which api/openapi puts together when it is built.
std::string_view openapi_text();

/// The query parameters that a read takes, as the document describes it.
/// @param pattern of its route, which the document has: "/v1/meters/{meter}"
const std::set<std::string>& parameters_of_read(const std::string& pattern);

}  // namespace api
