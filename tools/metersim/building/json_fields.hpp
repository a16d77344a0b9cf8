#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace metersim {

/// Parses JSON that people write: no member twice, no nesting beyond 16, and a clear sentence in a
/// std::invalid_argument for anything else that is wrong.
nlohmann::json parse_strictly(std::string_view text);

/// The members of one JSON object, read one by one with their types and ranges; `done` refuses what
/// nobody asked for. Faults are std::invalid_argument and name the member's path.
class JsonFields {
public:
    JsonFields(const nlohmann::json& object, std::string path);

    bool has(const std::string& name) const { return object_.contains(name); }
    const nlohmann::json& member(const std::string& name);

    std::string text(const std::string& name);
    std::int64_t whole(const std::string& name, std::int64_t lowest, std::int64_t highest);
    int small(const std::string& name);  ///< A whole number that fits an int.
    bool yes_or_no(const std::string& name);
    std::int64_t hundredths(const std::string& name);  ///< A text such as "12.34".
    const nlohmann::json& list(const std::string& name);

    /// The path of a member, for messages.
    std::string path_of(std::string_view name) const;
    void done() const;

private:
    const nlohmann::json& object_;
    std::string path_;
    std::set<std::string> asked_;
};

}  // namespace metersim
