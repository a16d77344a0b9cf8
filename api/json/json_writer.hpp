#pragma once
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "ledger/events/event.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/fields.hpp"

namespace api {

using Json = nlohmann::ordered_json;

template <ledger::Described T>
Json write_record(const T& record);

/// One value as people and machines read it: the other side of `read_value`. A name or a position
/// of nothing is null.
template <class T>
Json write_value(const T& value) {
    if constexpr (std::is_same_v<T, std::string> || std::is_arithmetic_v<T>) {
        return value;
    } else if constexpr (std::is_same_v<T, ledger::Position>) {
        return value.is_none() ? Json(nullptr) : Json(value.number);
    } else if constexpr (std::is_enum_v<T> || std::is_same_v<T, ledger::Instant> ||
                         std::is_same_v<T, ledger::Day> || std::is_same_v<T, ledger::MonthDay> ||
                         requires { typename T::unit; }) {
        return std::string(ledger::to_text(value));
    } else if constexpr (std::is_same_v<T, ledger::EventId>) {
        return ledger::to_hex(value.view());
    } else if constexpr (ledger::Described<T>) {
        return write_record(value);
    } else {
        return value.is_empty() ? Json(nullptr) : Json(value.text());
    }
}

template <class T>
Json write_value(const std::optional<T>& value) {
    return value ? write_value(*value) : Json(nullptr);
}

template <class T>
Json write_value(const std::vector<T>& list) {
    Json json = Json::array();
    for (const T& each : list) json.push_back(write_value(each));
    return json;
}

/// A map is a list of pairs: its keys may be anything.
template <class K, class V>
Json write_value(const std::map<K, V>& map) {
    Json json = Json::array();
    for (const auto& [key, value] : map)
        json.push_back({{"key", write_value(key)}, {"value", write_value(value)}});
    return json;
}

/// Fields that hold bytes, not text.
inline bool is_bytes(std::string_view field) {
    return field == "fingerprint" || field.starts_with("sealed_");
}

template <ledger::Described T>
Json write_record(const T& record) {
    Json json = Json::object();
    ledger::for_each_field(record, [&](const auto& field, const auto& member) {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, std::string>) {
            json[std::string(field.name)] = is_bytes(field.name) ? ledger::to_hex(member) : member;
        } else {
            json[std::string(field.name)] = write_value(member);
        }
    });
    return json;
}

/// An event whole: its envelope, its type, and its payload under "data".
Json write_event(const ledger::Event& event);

/// Compact text; text that is not UTF-8 cannot be in the book, and would be replaced.
std::string dump(const Json& json);

}  // namespace api
