#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace ledger {

/// One member of a record: its name for people, its number in the stored bytes, and where it is.
/// A record lists its fields once; codec, JSON, printing and the schema test all read that list.
template <int Tag, class Owner, class Member>
struct Field {
    using member_type = Member;
    static constexpr int tag = Tag;
    std::string_view name;
    Member Owner::* member;
};

template <int Tag, class Owner, class Member>
constexpr Field<Tag, Owner, Member> field(std::string_view name, Member Owner::* member) {
    return {name, member};
}

/// A record with a static `fields(visit)` that hands all of its Fields to `visit` in one call. It
/// is a template, so that a file which only names the record does not pay for the list.
template <class T>
concept Described = requires { T::fields([](const auto&...) {}); };

/// Calls `visit(field, record.*member)` for every field, in the order of the list.
template <class Record, class Visit>
constexpr void for_each_field(Record& record, Visit&& visit) {
    std::remove_const_t<Record>::fields(
        [&](const auto&... each) { (visit(each, record.*(each.member)), ...); });
}

/// The words of an enumeration, in the order of its values from 0: what people and JSON see.
template <class Enum>
struct EnumNames;

template <class Enum>
concept Named = std::is_enum_v<Enum> && requires { EnumNames<Enum>::names; };

template <Named Enum>
constexpr std::string_view to_text(Enum value) {
    return EnumNames<Enum>::names[static_cast<std::size_t>(value)];
}

template <Named Enum>
constexpr std::optional<Enum> enum_from_text(std::string_view text) {
    for (std::size_t i = 0; i < EnumNames<Enum>::names.size(); ++i) {
        if (EnumNames<Enum>::names[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace ledger
