#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <rapidcheck.h>

#include "ledger/events/event.hpp"
#include "ledger/rules/commands.hpp"
#include "tests/property/show.hpp"

// Any value of any described record, by its fields: what no person would think of writing down.
// For use inside of a property or of rc::gen::exec, where each call is one random choice.

namespace property {

/// Text as strangers write it: empty, plain, Chinese, emoji, control characters; always UTF-8.
std::string any_text();

std::string any_bytes();

template <class T>
struct Any;

template <class T>
T any() {
    return Any<T>::one();
}

template <class T>
    requires std::is_arithmetic_v<T>
struct Any<T> {
    static T one() { return *rc::gen::arbitrary<T>(); }
};

template <class T>
    requires std::is_enum_v<T>
struct Any<T> {
    static T one() {
        return static_cast<T>(
            *rc::gen::inRange<std::size_t>(0, ledger::EnumNames<T>::names.size()));
    }
};

template <>
struct Any<std::string> {
    static std::string one() { return any_text(); }
};

template <>
struct Any<ledger::Instant> {
    static ledger::Instant one() { return {any<std::int64_t>()}; }
};

template <>
struct Any<ledger::Day> {
    static ledger::Day one() { return {*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000)}; }
};

template <>
struct Any<ledger::MonthDay> {
    static ledger::MonthDay one() { return {any<std::uint32_t>()}; }
};

template <>
struct Any<ledger::Position> {
    static ledger::Position one() { return {any<std::uint64_t>()}; }
};

template <class Unit>
struct Any<ledger::Quantity<Unit>> {
    static ledger::Quantity<Unit> one() { return ledger::Quantity<Unit>{any<std::int64_t>()}; }
};

template <class Kind>
struct Any<ledger::Id<Kind>> {
    static ledger::Id<Kind> one() { return ledger::Id<Kind>(any_text()); }
};

template <>
struct Any<ledger::EventId> {
    static ledger::EventId one() { return {*rc::gen::arbitrary<std::array<std::uint8_t, 16>>()}; }
};

template <class T>
struct Any<std::optional<T>> {
    static std::optional<T> one() {
        return any<bool>() ? std::optional<T>(any<T>()) : std::nullopt;
    }
};

template <class T>
struct Any<std::vector<T>> {
    static std::vector<T> one() {
        std::vector<T> list(*rc::gen::inRange<std::size_t>(0, 5));
        for (T& each : list) each = any<T>();
        return list;
    }
};

template <class Map>
struct AnyMap {
    static Map one() {
        Map entries;
        for (std::size_t i = *rc::gen::inRange<std::size_t>(0, 4); i > 0; --i)
            entries[any<typename Map::key_type>()] = any<typename Map::mapped_type>();
        return entries;
    }
};
template <class K, class V>
struct Any<std::map<K, V>> : AnyMap<std::map<K, V>> {};
template <class K, class V>
struct Any<ledger::Directory<K, V>> : AnyMap<ledger::Directory<K, V>> {};

template <ledger::Described T>
struct Any<T> {
    static T one() {
        T record{};
        ledger::for_each_field(record, [](const auto&, auto& value) {
            value = any<std::remove_reference_t<decltype(value)>>();
        });
        return record;
    }
};

// The great variants are made in arbitrary.cpp, once for all who want one.

template <>
struct Any<ledger::Command> {
    static ledger::Command one();
};

/// Any event. The fields that the schema calls bytes hold any bytes at all.
template <>
struct Any<ledger::Event> {
    static ledger::Event one();
};

}  // namespace property

namespace rc {

template <>
struct Arbitrary<ledger::Event> {
    static Gen<ledger::Event> arbitrary();
};

template <>
struct Arbitrary<ledger::Command> {
    static Gen<ledger::Command> arbitrary();
};

}  // namespace rc
