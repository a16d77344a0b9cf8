#include "api/wanted_format.hpp"

#include <algorithm>

#include <fmt/ranges.h>

#include "api/http/liking.hpp"
#include "api/problem.hpp"

namespace api {

using ledger::ExportFormat;

std::string_view media_type_of(ExportFormat format) {
    switch (format) {
        case ExportFormat::csv:
            return "text/csv";
        case ExportFormat::xlsx:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case ExportFormat::pdf:
            return "application/pdf";
        case ExportFormat::json:
            break;
    }
    return "application/json";
}

ExportFormat wanted_format(const Request& request, const std::vector<ExportFormat>& offered) {
    std::vector<std::string_view> names;
    std::vector<std::string_view> types;
    for (const ExportFormat each : offered) {
        names.push_back(ledger::to_text(each));
        types.push_back(media_type_of(each));
    }
    if (const auto asked = request.parameter("format")) {
        const auto found = std::ranges::find(names, *asked);
        if (found != names.end())
            return offered.at(static_cast<std::size_t>(found - names.begin()));
        throw Problem(400, "field_must_fit", "format",
                      fmt::format("format: give {}", fmt::join(names, " or ")));
    }
    const std::string accept = request.header("accept");
    const auto liked = std::ranges::find(types, liked_type(accept, types));
    return offered.at(static_cast<std::size_t>(liked - types.begin()));
}

}  // namespace api
