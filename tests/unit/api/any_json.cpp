#include "tests/unit/api/any_json.hpp"

#include <cmath>

#include <rapidcheck.h>

namespace {

std::size_t below(std::size_t count) { return *rc::gen::inRange<std::size_t>(0, count); }

/// Whole numbers at their limits and everywhere, and numbers that are not whole.
Json any_number() {
    switch (below(4)) {
        case 0:
            return *rc::gen::arbitrary<std::int64_t>();
        case 1:
            return *rc::gen::arbitrary<std::uint64_t>();
        case 2:
            return *rc::gen::elementOf(std::vector<Json>{0, 1, -1, INT64_MAX, INT64_MIN, UINT64_MAX,
                                                         0.5, -0.0, 1e18, 1e300});
        default:
            return *rc::gen::inRange(-10, 20'000);
    }
}

/// Every place in the value, itself among them.
std::vector<Json::json_pointer> places_in(const Json& json) {
    std::vector<Json::json_pointer> places{Json::json_pointer()};
    const Json flat = json.flatten();
    for (const auto& [pointer, leaf] : flat.items()) {
        for (Json::json_pointer at(pointer); !at.empty(); at = at.parent_pointer())
            places.push_back(at);
    }
    return places;
}

}  // namespace

std::string any_words() {
    static const std::vector<std::string> known{"",
                                                "0",
                                                "1.00",
                                                "-1",
                                                "0.001",
                                                "1e3",
                                                "99999999999999999999",
                                                "12.",
                                                ".5",
                                                "+1",
                                                "NaN",
                                                "A1.M1",
                                                "M1",
                                                "cash",
                                                "trip",
                                                "T",
                                                "L1",
                                                "B1",
                                                "single",
                                                "Asia/Tokyo",
                                                "2026-11-21T08:00:00+08:00",
                                                "电费",
                                                "a b",
                                                "~/",
                                                std::string("\0x", 2),
                                                "book",
                                                "true",
                                                "2199-12-31T23:59:59.999999Z",
                                                "🙂",
                                                "read_now"};
    if (below(4) != 0) return *rc::gen::elementOf(known);
    const auto letter = *rc::gen::elementOf(known);
    std::string text;
    for (std::size_t i = below(60); i > 0; --i) text += letter;
    return text;
}

Json any_json(int depth) {
    switch (below(depth > 0 ? 7 : 5)) {
        case 0:
            return nullptr;
        case 1:
            return *rc::gen::arbitrary<bool>();
        case 2:
            return any_number();
        case 3:
        case 4:
            return any_words();
        case 5: {
            Json list = Json::array();
            for (std::size_t i = below(4); i > 0; --i) list.push_back(any_json(depth - 1));
            return list;
        }
        default: {
            Json object = Json::object();
            for (std::size_t i = below(4); i > 0; --i) object[any_words()] = any_json(depth - 1);
            return object;
        }
    }
}

Json spoilt(Json body) {
    const auto at = *rc::gen::elementOf(places_in(body));
    Json& place = body.at(at);
    const std::size_t way = below(4);
    if (way == 0 && place.is_object()) {
        place[any_words()] = any_json(2);
    } else if (way == 1 && place.is_object() && !place.empty()) {
        place.erase(std::next(place.begin(), static_cast<int>(below(place.size()))));
    } else {
        place = any_json(3);
    }
    return body;
}
