#pragma once
#include <set>
#include <string>

#include "api/http/http.hpp"

namespace api {

/// Throws Problem 400 for a parameter that is none of these: a filter that is misspelt would be
/// answered with everything.
void refuse_other_parameters(const Request& request, const std::set<std::string>& known);

}  // namespace api
