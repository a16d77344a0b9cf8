#pragma once
#include <set>
#include <string>

#include "api/http/http.hpp"

namespace api {

/// The query parameters that a read takes, as the OpenAPI document describes it.
/// @param pattern of its route: "/v1/meters/{meter}"
std::set<std::string> parameters_of_read(const std::string& pattern);

/// Throws Problem 400 for a parameter that is none of these: a filter that is misspelt would be
/// answered with everything.
void refuse_other_parameters(const Request& request, const std::set<std::string>& known);

}  // namespace api
