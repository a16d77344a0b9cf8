#include "api/json/json_reader.hpp"

#include <algorithm>
#include <set>

namespace api {
namespace {

constexpr int deepest = 32;
constexpr std::size_t most_members = 256;  // the library looks at all of them for each one more

/// Refuses what the library would take: depth without end, objects that take an hour to read, and
/// keys that hide one another.
class Guard {
public:
    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        if (depth > deepest)
            throw Problem(400, "json_must_be_shallow", "",
                          "the JSON is nested more than 32 deep: flatten it");
        using enum Json::parse_event_t;
        if (event == object_start) keys_.emplace_back();
        if (event == object_end) keys_.pop_back();
        if (event == key && keys_.back().size() == most_members)
            throw Problem(400, "json_objects_must_be_small", "",
                          "an object of the JSON has more than 256 members: send lists");
        if (event == key && !keys_.back().insert(parsed.get<std::string>()).second)
            throw Problem(400, "json_keys_must_be_unique", member_at("", parsed.get<std::string>()),
                          "the key stands twice in one object: give it once");
        return true;
    }

private:
    std::vector<std::set<std::string>> keys_;
};

}  // namespace

Json parse_json(const std::string& text) {
    try {
        return Json::parse(
            text, [guard = Guard()](int depth, Json::parse_event_t event, Json& parsed) mutable {
                return guard(depth, event, parsed);
            });
    } catch (const Json::exception& wrong) {
        throw Problem(400, "body_must_be_json", "",
                      std::string("the body is not JSON: ") + wrong.what());
    }
}

std::string member_at(const std::string& at, std::string_view name) {
    std::string pointer = at + "/";
    for (const char c : name) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
    return pointer;
}

void unfit(const std::string& at, const std::string& fault) {
    throw Problem(400, "field_must_fit", at, at + ": " + fault);
}

void refuse_other_fields(const Json& body, std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : body.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            unfit(member_at("", name), "no such field: leave it out, or mend its name");
    }
}

std::string text_in(const Json& json, const std::string& at) {
    if (!json.is_string()) unfit(at, "give text");
    return json.get<std::string>();
}

std::int64_t whole_number_in(const Json& json, const std::string& at, std::int64_t least,
                             std::int64_t most) {
    const std::string range =
        "give a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    if (!json.is_number_integer()) unfit(at, range);
    if (json.is_number_unsigned() &&
        json.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
        unfit(at, range);
    const auto number = json.get<std::int64_t>();
    if (number < least || number > most) unfit(at, range);
    return number;
}

}  // namespace api
