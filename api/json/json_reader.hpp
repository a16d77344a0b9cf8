#pragma once
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/problem.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/quantity.hpp"

namespace api {

using Json = nlohmann::ordered_json;

/// Strict JSON: at most 32 deep, no key twice, nothing behind the end. Throws Problem 400.
Json parse_json(const std::string& text);

/// The JSON pointer (RFC 6901) to a member of the object at a pointer.
std::string member_at(const std::string& at, std::string_view name);

/// A value that is not what its field wants. Throws Problem 400 with the JSON pointer.
[[noreturn]] void unfit(const std::string& at, const std::string& fault);

/// Refuses a member of the body that is none of these.
void refuse_other_fields(const Json& body, std::initializer_list<std::string_view> known);

std::string text_in(const Json& json, const std::string& at);
std::int64_t whole_number_in(const Json& json, const std::string& at, std::int64_t least,
                             std::int64_t most);

template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};
template <class T>
struct IsMaybe : std::false_type {};
template <class T>
struct IsMaybe<std::optional<T>> : std::true_type {};

template <ledger::Described T>
T read_record(const Json& json, const std::string& at);

template <class T>
T read_list(const Json& json, const std::string& at);

inline bool flag_in(const Json& json, const std::string& at) {
    if (!json.is_boolean()) unfit(at, "give true or false");
    return json.get<bool>();
}

/// A number that fits T, and a signed 64-bit number.
template <class T>
T number_in(const Json& json, const std::string& at) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
    constexpr auto limit = static_cast<std::uint64_t>(INT64_MAX);
    constexpr std::int64_t least =
        std::is_signed_v<T> ? static_cast<std::int64_t>(std::numeric_limits<T>::min()) : 0;
    return static_cast<T>(
        whole_number_in(json, at, least, static_cast<std::int64_t>(std::min(most, limit))));
}

template <class T>
T quantity_in(const Json& json, const std::string& at) {
    const auto quantity = ledger::from_text<T>(text_in(json, at));
    if (!quantity)
        unfit(at, "give a decimal number as text, such as \"12.34\", with at most " +
                      std::to_string(T::unit::digits) + " decimals");
    return *quantity;
}

/// null is nobody, as write_value writes it.
template <class T>
T name_in(const Json& json, const std::string& at) {
    if (json.is_null()) return T{};
    std::string text = text_in(json, at);
    if (!T::is_well_formed(text)) unfit(at, "give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    return T(std::move(text));
}

/// "give one of cash, bank".
template <class Enum>
std::string one_of_its_words() {
    std::string words;
    for (const std::string_view each : ledger::EnumNames<Enum>::names)
        words += (words.empty() ? "give one of " : ", ") + std::string(each);
    return words;
}

/// What a text was understood as; `wish` says what should have been there.
template <class T>
T or_unfit(const std::optional<T>& value, const std::string& at, const std::string& wish) {
    if (!value) unfit(at, wish);
    return *value;
}

/// One value of a record: money, energy and prices as decimal text, moments as RFC 3339, closed
/// lists as words, names held to their form (null: nobody), numbers whole.
template <class T>
T read_value(const Json& json, const std::string& at) {
    if constexpr (std::is_same_v<T, std::string>) {
        return text_in(json, at);
    } else if constexpr (std::is_same_v<T, bool>) {
        return flag_in(json, at);
    } else if constexpr (std::is_integral_v<T>) {
        return number_in<T>(json, at);
    } else if constexpr (std::is_same_v<T, ledger::Position>) {
        return {static_cast<std::uint64_t>(whole_number_in(json, at, 1, INT64_MAX))};
    } else if constexpr (std::is_same_v<T, ledger::Instant>) {
        return or_unfit(ledger::instant_from_text(text_in(json, at)), at,
                        "give a moment as 2026-11-21T08:00:00+08:00");
    } else if constexpr (std::is_same_v<T, ledger::Day>) {
        return or_unfit(ledger::day_from_text(text_in(json, at)), at, "give a day as 2026-11-21");
    } else if constexpr (std::is_same_v<T, ledger::MonthDay>) {
        return or_unfit(ledger::month_day_from_text(text_in(json, at)), at,
                        "give a day of the year as 07-01");
    } else if constexpr (std::is_enum_v<T>) {
        return or_unfit(ledger::enum_from_text<T>(text_in(json, at)), at, one_of_its_words<T>());
    } else if constexpr (requires { typename T::unit; }) {
        return quantity_in<T>(json, at);
    } else if constexpr (IsList<T>::value) {
        return read_list<T>(json, at);
    } else if constexpr (ledger::Described<T>) {
        return read_record<T>(json, at);
    } else {
        return name_in<T>(json, at);
    }
}

template <class T>
T read_list(const Json& json, const std::string& at) {
    if (!json.is_array()) unfit(at, "give a list");
    T list{};
    for (std::size_t i = 0; i < json.size(); ++i)
        list.push_back(read_value<typename T::value_type>(json[i], at + "/" + std::to_string(i)));
    return list;
}

template <class T>
void read_member(const Json& json, const std::string& at, std::string_view name, T& member) {
    const std::string where = member_at(at, name);
    const auto found = json.find(std::string(name));
    if constexpr (IsMaybe<T>::value) {
        if (found != json.end() && !found->is_null())
            member = read_value<typename T::value_type>(*found, where);
    } else {
        if (found == json.end()) unfit(where, "it is missing");
        member = read_value<T>(*found, where);
    }
}

/// A record from an object that has all its fields (an optional one may be missing or null) and no
/// other.
template <ledger::Described T>
T read_record(const Json& json, const std::string& at) {
    if (!json.is_object()) unfit(at.empty() ? "/" : at, "give an object");
    T record{};
    std::size_t known = 0;
    ledger::for_each_field(record, [&](const auto& field, auto& member) {
        read_member(json, at, field.name, member);
        known += json.contains(std::string(field.name)) ? 1U : 0U;
    });
    if (known == json.size()) return record;
    for (const auto& [name, value] : json.items()) {
        bool is_known = false;
        ledger::for_each_field(
            record, [&](const auto& field, auto&) { is_known = is_known || field.name == name; });
        if (!is_known) unfit(member_at(at, name), "no such field: leave it out, or mend its name");
    }
    return record;
}

}  // namespace api
