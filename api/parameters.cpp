#include "api/parameters.hpp"

#include <fmt/ranges.h>

#include "api/problem.hpp"

namespace api {

void refuse_other_parameters(const Request& request, const std::set<std::string>& known) {
    for (const auto& [name, value] : request.query) {
        if (known.contains(name)) continue;
        if (known.empty())
            throw Problem(
                400, "field_must_fit", name,
                fmt::format("{}: {} takes no parameters: leave it out", name, request.path));
        throw Problem(400, "field_must_fit", name,
                      fmt::format("{}: {} takes no such parameter: leave it out, or give one of {}",
                                  name, request.path, fmt::join(known, ", ")));
    }
}

}  // namespace api
