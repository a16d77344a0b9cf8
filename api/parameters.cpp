#include "api/parameters.hpp"

#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "api/openapi.hpp"
#include "api/problem.hpp"

namespace api {
namespace {

const nlohmann::json& document() {
    static const nlohmann::json parsed = nlohmann::json::parse(openapi_text());
    return parsed;
}

/// "#/components/parameters/limit" and the like are in one place for all.
const nlohmann::json& resolved(const nlohmann::json& parameter) {
    const auto reference = parameter.find("$ref");
    if (reference == parameter.end()) return parameter;
    const std::string pointer = reference->get<std::string>().substr(1);
    return document().at(nlohmann::json::json_pointer(pointer));
}

}  // namespace

std::set<std::string> parameters_of_read(const std::string& pattern) {
    std::set<std::string> names;
    const nlohmann::json& operation = document().at("paths").at(pattern).at("get");
    const auto parameters = operation.find("parameters");
    if (parameters == operation.end()) return names;
    for (const nlohmann::json& each : *parameters) {
        const nlohmann::json& parameter = resolved(each);
        if (parameter.at("in") == "query") names.insert(parameter.at("name").get<std::string>());
    }
    return names;
}

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
