#pragma once
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/json/json_writer.hpp"

namespace api {

/// Text in quotes, escaped as `dump` escapes it.
void put_text(std::string_view text, std::string& out);

template <class T>
void put_value(const T& value, std::string& out);
template <class T>
void put_value(const std::optional<T>& value, std::string& out);
template <class T>
void put_value(const std::vector<T>& list, std::string& out);
template <class K, class V>
void put_value(const std::map<K, V>& map, std::string& out);

/// An object that is written member by member: the bytes that `dump` makes of the same members,
/// without the tree in between. For what is answered thousands of times a second.
class ObjectText {
public:
    explicit ObjectText(std::string& out) : out_(out) { out_ += '{'; }

    template <class T>
    ObjectText& add(std::string_view name, const T& value) {
        put_value(value, begin(name));
        return *this;
    }

    /// Whoever asks appends the value.
    std::string& begin(std::string_view name) {
        if (!std::exchange(is_first_, false)) out_ += ',';
        out_.append("\"").append(name).append("\":");
        return out_;
    }

    template <ledger::Described T>
    ObjectText& add_members(const T& record) {
        ledger::for_each_field(record, [&](const auto& field, const auto& member) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(member)>, std::string>) {
                add(field.name, is_bytes(field.name) ? ledger::to_hex(member) : member);
            } else {
                add(field.name, member);
            }
        });
        return *this;
    }

    void end() { out_ += '}'; }

private:
    std::string& out_;
    bool is_first_ = true;
};

/// As `write_value` reads it.
template <class T>
void put_value(const T& value, std::string& out) {
    if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_arithmetic_v<T>) {
        static_assert(!std::is_floating_point_v<T>);
        std::array<char, 24> digits;
        out.append(digits.data(),
                   std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        put_text(value, out);
    } else if constexpr (std::is_same_v<T, ledger::Position>) {
        if (value.is_none()) return void(out += "null");
        put_value(value.number, out);
    } else if constexpr (std::is_enum_v<T> || std::is_same_v<T, ledger::Instant> ||
                         std::is_same_v<T, ledger::Day> || std::is_same_v<T, ledger::MonthDay> ||
                         requires { typename T::unit; }) {
        put_text(ledger::to_text(value), out);
    } else if constexpr (std::is_same_v<T, ledger::EventId>) {
        put_text(ledger::to_hex(value.view()), out);
    } else if constexpr (ledger::Described<T>) {
        ObjectText object(out);
        object.add_members(value).end();
    } else {
        if (value.is_empty()) return void(out += "null");
        put_text(value.text(), out);
    }
}

template <class T>
void put_value(const std::optional<T>& value, std::string& out) {
    if (!value) return void(out += "null");
    put_value(*value, out);
}

template <class T>
void put_value(const std::vector<T>& list, std::string& out) {
    out += '[';
    for (const T& each : list) {
        if (&each != list.data()) out += ',';
        put_value(each, out);
    }
    out += ']';
}

template <class K, class V>
void put_value(const std::map<K, V>& map, std::string& out) {
    out += '[';
    for (const auto& each : map) {
        if (&each != &*map.begin()) out += ',';
        ObjectText(out).add("key", each.first).add("value", each.second).end();
    }
    out += ']';
}

/// The bytes of `dump(write_event(event))`, in a list.
void put_events(const std::vector<ledger::Event>& events, std::string& out);

}  // namespace api
