#include "api/parameters.hpp"

#include <fmt/ranges.h>

#include "api/problem.hpp"

namespace api {

void refuse_other_parameters(const Request& request, const std::set<std::string>& known) {
    for (const auto& [name, value] : request.query) {
        if (known.contains(name)) continue;
        const std::string others =
            known.empty() ? "" : fmt::format(", or give one of {}", fmt::join(known, ", "));
        throw Problem(400, "field_must_fit", name,
                      fmt::format("{}: {} takes no such parameter: leave it out{}", name,
                                  request.path, others));
    }
}

}  // namespace api
