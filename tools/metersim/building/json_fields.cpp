#include "tools/metersim/building/json_fields.hpp"

#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "tools/metersim/decimal.hpp"

namespace metersim {
namespace {

using nlohmann::json;

constexpr int deepest = 16;

/// Sees every member's name while parsing, since the finished value has already lost the doubles.
class Doorkeeper {
public:
    bool operator()(int depth, json::parse_event_t event, const json& value) {
        if (depth > deepest) throw std::invalid_argument("the JSON is nested too deeply");
        if (event == json::parse_event_t::object_start) members_.emplace_back();
        if (event == json::parse_event_t::object_end) members_.pop_back();
        const bool is_name = event == json::parse_event_t::key;
        if (is_name && !members_.back().insert(value.get<std::string>()).second) {
            throw std::invalid_argument("'" + value.get<std::string>() + "' is there twice");
        }
        return true;
    }

private:
    std::vector<std::set<std::string>> members_;
};

}  // namespace

json parse_strictly(std::string_view text) {
    try {
        return json::parse(text, Doorkeeper{});
    } catch (const json::exception& fault) {
        throw std::invalid_argument(fmt::format("this is not JSON: {}", fault.what()));
    }
}

JsonFields::JsonFields(const json& object, std::string path)
    : object_(object), path_(std::move(path)) {
    if (!object.is_object()) throw std::invalid_argument(path_ + " must be an object");
}

const json& JsonFields::member(const std::string& name) {
    asked_.insert(name);
    const auto found = object_.find(name);
    if (found == object_.end()) throw std::invalid_argument(path_of(name) + " is missing");
    return *found;
}

std::string JsonFields::text(const std::string& name) {
    const json& value = member(name);
    if (!value.is_string()) throw std::invalid_argument(path_of(name) + " must be text");
    return value.get<std::string>();
}

std::int64_t JsonFields::whole(const std::string& name, std::int64_t lowest, std::int64_t highest) {
    const json& value = member(name);
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() ||
                       value.get<std::uint64_t>() <=
                           static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!fits || value.get<std::int64_t>() < lowest || value.get<std::int64_t>() > highest) {
        throw std::invalid_argument(fmt::format("{} must be a whole number from {} to {}, not {}",
                                                path_of(name), lowest, highest, value.dump()));
    }
    return value.get<std::int64_t>();
}

int JsonFields::small(const std::string& name) {
    return static_cast<int>(
        whole(name, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

bool JsonFields::yes_or_no(const std::string& name) {
    const json& value = member(name);
    if (!value.is_boolean()) throw std::invalid_argument(path_of(name) + " must be true or false");
    return value.get<bool>();
}

std::int64_t JsonFields::hundredths(const std::string& name) {
    const auto count = read_decimal(text(name), 2);
    if (count) return *count;
    throw std::invalid_argument(path_of(name) + " must be a decimal text such as \"12.34\"");
}

const json& JsonFields::list(const std::string& name) {
    const json& value = member(name);
    if (!value.is_array()) throw std::invalid_argument(path_of(name) + " must be a list");
    return value;
}

std::string JsonFields::path_of(std::string_view name) const {
    return path_.empty() ? std::string{name} : fmt::format("{}.{}", path_, name);
}

void JsonFields::done() const {
    for (const auto& [name, value] : object_.items()) {
        if (asked_.contains(name)) continue;
        throw std::invalid_argument(path_of(name) + " is not a known field; take it out");
    }
}

}  // namespace metersim
