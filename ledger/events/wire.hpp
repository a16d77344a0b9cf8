#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "ledger/events/pen.hpp"
#include "ledger/events/reader.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/directory.hpp"
#include "ledger/values/event_id.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/quantity.hpp"

/// Protobuf's wire format for described records. Field numbers come from `fields()`; the schema
/// test holds them against events.proto. As proto3 does: a field at its zero is left out, an
/// optional is written when it is there, numbers in a list are packed, a map is a list of (1: key,
/// 2: value).
namespace ledger::wire {

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class K, class V>
struct IsMap<std::map<K, V>> : std::true_type {};
template <class K, class V>
struct IsMap<Directory<K, V>> : std::true_type {};

template <class T>
concept Number = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, Instant> ||
                 std::is_same_v<T, Position> || std::is_same_v<T, Day> ||
                 std::is_same_v<T, MonthDay> || requires { typename T::unit; };

template <class T>
void encode_fields(const T& record, Pen& out);
template <class T>
bool decode_fields(Reader in, T& record);

// --- writing ---------------------------------------------------------------------------------

/// Over what stands in these bytes, in the memory that they have.
template <class Put>
void write(Bytes& bytes, const Put& put_all) {
    bytes.resize(bytes.capacity());
    Pen pen(bytes);
    put_all(pen);
    bytes.resize(pen.written());
}

/// What stands before a field: known when this is compiled.
template <int number>
constexpr std::uint32_t number_tag = Format::MakeTag(number, Format::WIRETYPE_VARINT);
template <int number>
constexpr std::uint32_t bytes_tag = Format::MakeTag(number, Format::WIRETYPE_LENGTH_DELIMITED);

/// Signed numbers, days and quantities are zigzag; moments and positions are never negative and are
/// not.
template <Number T>
std::uint64_t as_varint(T value) {
    if constexpr (std::is_same_v<T, Instant>) {
        return static_cast<std::uint64_t>(value.micros);
    } else if constexpr (std::is_same_v<T, Position> || std::is_same_v<T, MonthDay>) {
        return value.number;
    } else if constexpr (std::is_same_v<T, Day>) {
        return Format::ZigZagEncode64(value.number);
    } else if constexpr (std::is_enum_v<T>) {
        return static_cast<std::uint64_t>(value);
    } else if constexpr (std::is_arithmetic_v<T>) {
        static_assert(!std::is_floating_point_v<T>);
        if constexpr (std::is_signed_v<T>) return Format::ZigZagEncode64(value);
        return static_cast<std::uint64_t>(value);
    } else {
        return Format::ZigZagEncode64(value.count());
    }
}

/// Writes what `put_content` appends, with its length before it: one byte nearly always, so the
/// room for it is kept free and widened where it does not do.
template <int tag, class Write>
inline void put_with_length(Pen& out, const Write& put_content) {
    out.put_varints(bytes_tag<tag>, 0);
    const std::size_t at = out.written() - 1;
    put_content();
    const std::size_t length = out.written() - at - 1;
    if (length < 0x80) return out.put_at(at, static_cast<char>(length));
    Bytes varint;
    write(varint, [&](Pen& pen) { pen.put_varint(length); });
    out.replace(at, varint);
}

template <class T>
BytesView bytes_of(const T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
        return value;
    } else if constexpr (std::is_same_v<T, EventId>) {
        return value.view();
    } else {
        return value.text();
    }
}

template <int tag, class T>
inline void put_element(const T& value, Pen& out) {
    if constexpr (Number<T>) {
        out.put_varints(number_tag<tag>, as_varint(value));
    } else if constexpr (Described<T>) {
        put_with_length<tag>(out, [&] { encode_fields(value, out); });
    } else {
        const BytesView bytes = bytes_of(value);
        out.put_varints(bytes_tag<tag>, bytes.size());
        out.put(bytes);
    }
}

template <int tag, class T>
void put_list(const std::vector<T>& list, Pen& out) {
    if constexpr (Number<T>) {
        if (list.empty()) return;
        put_with_length<tag>(out, [&] {
            for (const auto& each : list) out.put_varint(as_varint(each));
        });
    } else {
        for (const auto& each : list) put_element<tag>(each, out);
    }
}

/// False for what a reader takes for granted where the field is missing.
template <class T>
inline bool needs_writing(const T& value) {
    if constexpr (Number<T>) {
        return as_varint(value) != 0;
    } else if constexpr (IsOptional<T>::value) {
        return value.has_value();
    } else if constexpr (Described<T>) {
        bool needs = false;
        for_each_field(value, [&](const auto&, const auto& member) {
            needs = needs || needs_writing(member);
        });
        return needs;
    } else if constexpr (requires { value.empty(); }) {
        return !value.empty();
    } else {
        return !value.is_empty();
    }
}

template <int tag, class T>
inline void put_field(const T& value, Pen& out) {
    if constexpr (IsOptional<T>::value) {
        if (value) put_element<tag>(*value, out);
    } else if constexpr (IsMap<T>::value) {
        for (const auto& entry : value)
            put_with_length<tag>(out, [&] {
                put_element<1>(entry.first, out);
                put_element<2>(entry.second, out);
            });
    } else if constexpr (IsVector<T>::value) {
        put_list<tag>(value, out);
    } else if (needs_writing(value)) {
        put_element<tag>(value, out);
    }
}

template <class T>
void encode_fields(const T& record, Pen& out) {
    for_each_field(record, [&](const auto& each, const auto& value) {
        put_field<std::remove_cvref_t<decltype(each)>::tag>(value, out);
    });
}

// --- reading ---------------------------------------------------------------------------------

template <Number T>
inline bool get_number(Reader& in, T& value) {
    std::uint64_t bits = 0;
    if (!in.varint(bits)) return false;
    if constexpr (std::is_same_v<T, Instant>) {
        value.micros = static_cast<std::int64_t>(bits);
    } else if constexpr (std::is_same_v<T, Position>) {
        value.number = bits;
    } else if constexpr (std::is_same_v<T, Day>) {
        value.number = Format::ZigZagDecode64(bits);
    } else if constexpr (std::is_same_v<T, MonthDay>) {
        value.number = static_cast<std::uint32_t>(bits);
    } else if constexpr (std::is_enum_v<T>) {
        if (bits >= EnumNames<T>::names.size()) return false;
        value = static_cast<T>(bits);
    } else if constexpr (std::is_same_v<T, bool>) {
        value = bits != 0;
    } else if constexpr (std::is_arithmetic_v<T>) {
        if constexpr (std::is_signed_v<T>) {
            value = static_cast<T>(Format::ZigZagDecode64(bits));
        } else {
            value = static_cast<T>(bits);
        }
    } else {
        value = T{Format::ZigZagDecode64(bits)};
    }
    return true;
}

inline bool set_bytes(BytesView bytes, std::string& text) {
    text.assign(bytes);
    return true;
}

inline bool set_bytes(BytesView bytes, EventId& id) {
    if (bytes.size() != id.bytes.size()) return false;
    std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
    return true;
}

template <class T>
bool set_bytes(BytesView bytes, T& name) {
    name = T{std::string(bytes)};
    return true;
}

template <class T>
inline bool get_element(Reader& in, T& value) {
    if constexpr (Number<T>) {
        return get_number(in, value);
    } else {
        BytesView bytes;
        if (!in.bytes(bytes)) return false;
        if constexpr (Described<T>) {
            return decode_fields(Reader(bytes), value);
        } else {
            return set_bytes(bytes, value);
        }
    }
}

template <class Map>
bool get_entry(Reader& in, Map& entries) {
    typename Map::key_type key{};
    typename Map::mapped_type value{};
    BytesView bytes;
    if (!in.bytes(bytes)) return false;
    Reader entry(bytes);
    std::uint32_t tag = 0;
    const bool whole = entry.tag(tag) && get_element(entry, key) && entry.tag(tag) &&
                       get_element(entry, value) && entry.is_at_end();
    if (whole) entries.emplace_hint(entries.end(), std::move(key), std::move(value));
    return whole;
}

template <class T>
bool get_list(Reader& in, std::vector<T>& list) {
    if constexpr (!Number<T>) {
        return get_element(in, list.emplace_back());
    } else {
        BytesView bytes;
        if (!in.bytes(bytes)) return false;
        list.reserve(list.size() + (bytes.size() + 1) / 2);  // most take two bytes and more
        for (Reader numbers(bytes); !numbers.is_at_end();) {
            if (!get_number(numbers, list.emplace_back())) return false;
        }
        return true;
    }
}

template <class T>
inline bool get_field(Reader& in, T& value) {
    if constexpr (IsOptional<T>::value) {
        return get_element(in, value.emplace());
    } else if constexpr (IsMap<T>::value) {
        return get_entry(in, value);
    } else if constexpr (IsVector<T>::value) {
        return get_list(in, value);
    } else {
        return get_element(in, value);
    }
}

template <class T>
constexpr Format::WireType wire_type() {
    if constexpr (IsOptional<T>::value) {
        return wire_type<typename T::value_type>();
    } else if constexpr (Number<T>) {
        return Format::WIRETYPE_VARINT;
    } else {
        return Format::WIRETYPE_LENGTH_DELIMITED;
    }
}

template <class T>
constexpr bool is_packed() {
    if constexpr (IsVector<T>::value) return Number<typename T::value_type>;
    return false;
}

/// Whether a tag is that of this field; then `whole` says whether it was read.
template <int number, class T>
inline bool decode_as(std::uint32_t tag, Reader& in, T& value, bool& whole) {
    if (tag == Format::MakeTag(number, wire_type<T>())) {
        whole = get_field(in, value);
        return true;
    }
    if constexpr (is_packed<T>()) {  // another writer may send its numbers one by one
        if (tag != Format::MakeTag(number, Format::WIRETYPE_VARINT)) return false;
        whole = get_number(in, value.emplace_back());
        return true;
    }
    return false;
}

/// Reads one field if it is one of the record's; an unknown one (of a newer version) is skipped.
template <class T>
bool decode_field(std::uint32_t tag, Reader& in, T& record) {
    bool whole = true;
    bool known = false;
    T::fields([&](const auto&... each) {
        known = (decode_as<std::remove_cvref_t<decltype(each)>::tag>(tag, in, record.*(each.member),
                                                                     whole) ||
                 ...);
    });
    return known ? whole : in.skip(tag);
}

/// The tag that comes next: none at the end, where it is 0.
inline bool next_tag(Reader& in, std::uint32_t& tag) {
    tag = 0;
    return in.is_at_end() || in.tag(tag);
}

/// As long as this field, which may be one of a list, comes next.
template <int number, class T>
inline bool decode_next(std::uint32_t& tag, Reader& in, T& value) {
    while (tag == Format::MakeTag(number, wire_type<T>())) {
        if (!get_field(in, value) || !next_tag(in, tag)) return false;
    }
    return true;
}

/// Fields that stand in the order of the record's, which is how they were written: none has to be
/// searched. `tag` is of the first that is not read, as in next_tag.
template <class T>
bool decode_in_order(std::uint32_t& tag, Reader& in, T& record) {
    bool whole = next_tag(in, tag);
    T::fields([&](const auto&... each) {
        whole = whole && (decode_next<std::remove_cvref_t<decltype(each)>::tag>(
                              tag, in, record.*(each.member)) &&
                          ...);
    });
    return whole;
}

template <class T>
bool decode_fields(Reader in, T& record) {
    std::uint32_t tag = 0;
    bool whole = decode_in_order(tag, in, record);
    while (whole && tag != 0) whole = decode_field(tag, in, record) && next_tag(in, tag);
    return whole;
}

/// The record that these bytes hold, or nothing when they are not one.
template <class T>
std::optional<T> decode(BytesView bytes) {
    T record{};
    if (!decode_fields(Reader(bytes), record)) return std::nullopt;
    return record;
}

/// In as much memory as they need: what is kept, is kept in great numbers.
template <class T>
Bytes encode(const T& record) {
    thread_local Bytes paper;
    write(paper, [&](Pen& out) { encode_fields(record, out); });
    return paper;
}

}  // namespace ledger::wire
