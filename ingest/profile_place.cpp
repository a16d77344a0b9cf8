#include "ingest/profile_place.hpp"

#include <charconv>

#include <fmt/core.h>

#include "ingest/profile.hpp"

namespace ingest {

void Place::fail(const std::string& fault) const {
    throw BadProfile(fmt::format("profile {}: {}: {}", file_, path_.empty() ? "/" : path_, fault));
}

void Place::hold_fields(const std::set<std::string>& names) const {
    if (!json_.is_object()) fail("give an object");
    for (const auto& [name, value] : json_.items()) {
        if (!names.contains(name) && !names.contains(name + "?"))
            fail("'" + name + "' is not known here: leave it out, or mend its name");
    }
    for (const std::string& name : names) {
        if (!name.ends_with('?') && !json_.contains(name)) fail("'" + name + "' is missing");
    }
}

std::vector<std::pair<std::string, Place>> Place::members() const {
    if (!json_.is_object()) fail("give an object");
    std::vector<std::pair<std::string, Place>> all;
    for (const auto& [name, value] : json_.items())
        all.emplace_back(name, Place(file_, path_ + "/" + name, value));
    return all;
}

std::vector<Place> Place::elements(std::size_t most) const {
    if (!json_.is_array() || json_.empty() || json_.size() > most)
        fail(fmt::format("give a list of 1 to {} values", most));
    std::vector<Place> all;
    for (const auto& value : json_)
        all.emplace_back(file_, fmt::format("{}/{}", path_, all.size()), value);
    return all;
}

std::string Place::text() const {
    if (!json_.is_string()) fail("give text");
    return json_.get<std::string>();
}

bool Place::truth() const {
    if (!json_.is_boolean()) fail("give true or false");
    return json_.get<bool>();
}

std::uint32_t Place::number(std::uint32_t least, std::uint32_t most) const {
    const bool fits = json_.is_number_unsigned() && json_.get<std::uint64_t>() >= least &&
                      json_.get<std::uint64_t>() <= most;
    if (!fits) fail(fmt::format("give a whole number from {} to {}", least, most));
    return json_.get<std::uint32_t>();
}

std::uint32_t Place::hexadecimal(std::size_t bytes) const {
    const std::string digits = text();
    std::uint32_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
    if (error != std::errc() || stop != end || digits.size() != 2 * bytes)
        fail(fmt::format("give {} hexadecimal digits", 2 * bytes));
    return value;
}

}  // namespace ingest
