#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace ingest {

/// One place in one profile file: says where it is when something is wrong there, as BadProfile.
/// The JSON outlives it.
class Place {
public:
    Place(std::string file, std::string path, const nlohmann::json& json)
        : file_(std::move(file)), path_(std::move(path)), json_(json) {}

    [[noreturn]] void fail(const std::string& fault) const;

    /// An object that has these fields and no others; a name with '?' may be missing.
    void hold_fields(const std::set<std::string>& names) const;

    bool has(const std::string& name) const { return json_.contains(name); }
    Place at(const std::string& name) const { return {file_, path_ + "/" + name, json_.at(name)}; }
    std::vector<std::pair<std::string, Place>> members() const;

    /// The elements of a list of at least one and so many at most.
    std::vector<Place> elements(std::size_t most) const;

    std::string text() const;
    bool truth() const;
    std::uint32_t number(std::uint32_t least, std::uint32_t most) const;

    /// So many bytes, as hexadecimal text: "0000FF00".
    std::uint32_t hexadecimal(std::size_t bytes) const;
    const nlohmann::json& json() const { return json_; }

private:
    std::string file_;
    std::string path_;
    const nlohmann::json& json_;
};

}  // namespace ingest
