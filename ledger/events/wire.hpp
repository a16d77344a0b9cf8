#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "ledger/events/pen.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/directory.hpp"
#include "ledger/values/event_id.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/quantity.hpp"

/// Protobuf's wire format for described records, written and read through protobuf's own coded
/// streams. Field numbers come from `fields()`; the schema test holds them against events.proto.
/// As proto3 does: a field at its zero is left out, an optional is written when it is there,
/// numbers in a list are packed, a map is a list of (1: key, 2: value).
namespace ledger::wire {

using google::protobuf::io::CodedInputStream;
using Format = google::protobuf::internal::WireFormatLite;

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
bool decode_fields(CodedInputStream& in, T& record);

// --- writing ---------------------------------------------------------------------------------

/// Over what stands in these bytes, in the memory that they have.
template <class Put>
void write(Bytes& bytes, const Put& put_all) {
    Pen pen(bytes);
    put_all(pen);
}

inline void put_varint(std::uint64_t value, Pen& out) {
    for (; value >= 0x80; value >>= 7U) out.put(static_cast<char>(value | 0x80U));
    out.put(static_cast<char>(value));
}

inline void put_tag(int number, Format::WireType type, Pen& out) {
    put_varint(Format::MakeTag(number, type), out);
}

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

inline void put_bytes(int tag, BytesView bytes, Pen& out) {
    put_tag(tag, Format::WIRETYPE_LENGTH_DELIMITED, out);
    put_varint(bytes.size(), out);
    out.put(bytes);
}

/// Writes what `put_content` appends, with its length before it: one byte nearly always, so the
/// room for it is kept free and widened where it does not do.
template <class Write>
void put_with_length(int tag, Pen& out, const Write& put_content) {
    put_tag(tag, Format::WIRETYPE_LENGTH_DELIMITED, out);
    const std::size_t at = out.written();
    out.put('\0');
    put_content();
    const std::size_t length = out.written() - at - 1;
    if (length < 0x80) return out.put_at(at, static_cast<char>(length));
    Bytes varint;
    write(varint, [&](Pen& pen) { put_varint(length, pen); });
    out.replace(at, varint);
}

template <class T>
void put_element(int tag, const T& value, Pen& out) {
    if constexpr (Number<T>) {
        put_tag(tag, Format::WIRETYPE_VARINT, out);
        put_varint(as_varint(value), out);
    } else if constexpr (std::is_same_v<T, std::string>) {
        put_bytes(tag, value, out);
    } else if constexpr (std::is_same_v<T, EventId>) {
        put_bytes(tag, value.view(), out);
    } else if constexpr (Described<T>) {
        put_with_length(tag, out, [&] { encode_fields(value, out); });
    } else {
        put_bytes(tag, value.text(), out);
    }
}

template <class K, class V>
void put_entry(int tag, const K& key, const V& value, Pen& out) {
    put_with_length(tag, out, [&] {
        put_element(1, key, out);
        put_element(2, value, out);
    });
}

template <class T>
void put_list(int tag, const std::vector<T>& list, Pen& out) {
    if constexpr (Number<T>) {
        if (list.empty()) return;
        put_with_length(tag, out, [&] {
            for (const auto& each : list) put_varint(as_varint(each), out);
        });
    } else {
        for (const auto& each : list) put_element(tag, each, out);
    }
}

/// False for what a reader takes for granted where the field is missing.
template <class T>
bool needs_writing(const T& value) {
    if constexpr (Number<T>) {
        return as_varint(value) != 0;
    } else if constexpr (Described<T>) {
        return !(value == T{});
    } else if constexpr (std::is_same_v<T, std::string>) {
        return !value.empty();
    } else {
        return !value.is_empty();
    }
}

template <class T>
void put_field(int tag, const T& value, Pen& out) {
    if constexpr (IsOptional<T>::value) {
        if (value) put_element(tag, *value, out);
    } else if constexpr (IsMap<T>::value) {
        for (const auto& [key, mapped] : value) put_entry(tag, key, mapped, out);
    } else if constexpr (IsVector<T>::value) {
        put_list(tag, value, out);
    } else if (needs_writing(value)) {
        put_element(tag, value, out);
    }
}

template <class T>
void encode_fields(const T& record, Pen& out) {
    for_each_field(record, [&](const auto& each, const auto& value) {
        put_field(std::remove_cvref_t<decltype(each)>::tag, value, out);
    });
}

// --- reading ---------------------------------------------------------------------------------

template <Number T>
bool get_number(CodedInputStream& in, T& value) {
    std::uint64_t bits = 0;
    if (!in.ReadVarint64(&bits)) return false;
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

/// Reads a length, then `read` within exactly that many bytes.
template <class Read>
bool within_length(CodedInputStream& in, const Read& read) {
    std::uint32_t length = 0;
    if (!in.ReadVarint32(&length)) return false;
    if (static_cast<int>(length) < 0 || static_cast<int>(length) > in.BytesUntilLimit())
        return false;
    const auto outer = in.PushLimit(static_cast<int>(length));
    const bool whole = read() && in.BytesUntilLimit() == 0;
    in.PopLimit(outer);
    return whole;
}

inline bool get_string(CodedInputStream& in, std::string& text) {
    std::uint32_t length = 0;
    return in.ReadVarint32(&length) && static_cast<int>(length) >= 0 &&
           static_cast<int>(length) <= in.BytesUntilLimit() &&
           in.ReadString(&text, static_cast<int>(length));
}

inline bool get_event_id(CodedInputStream& in, EventId& id) {
    std::uint32_t length = 0;
    return in.ReadVarint32(&length) && length == id.bytes.size() &&
           in.ReadRaw(id.bytes.data(), static_cast<int>(length));
}

template <class T>
bool get_element(CodedInputStream& in, T& value) {
    if constexpr (Number<T>) {
        return get_number(in, value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return get_string(in, value);
    } else if constexpr (std::is_same_v<T, EventId>) {
        return get_event_id(in, value);
    } else if constexpr (Described<T>) {
        return within_length(in, [&] { return decode_fields(in, value); });
    } else {
        std::string text;
        if (!get_string(in, text)) return false;
        value = T{std::move(text)};
        return true;
    }
}

template <class Map>
bool get_entry(CodedInputStream& in, Map& entries) {
    typename Map::key_type key{};
    typename Map::mapped_type value{};
    const bool whole = within_length(in, [&] {
        return in.ReadTag() != 0 && get_element(in, key) && in.ReadTag() != 0 &&
               get_element(in, value);
    });
    if (whole) entries.emplace_hint(entries.end(), std::move(key), std::move(value));
    return whole;
}

template <class T>
bool get_list(CodedInputStream& in, std::vector<T>& list) {
    if constexpr (!Number<T>) {
        return get_element(in, list.emplace_back());
    } else {
        return within_length(in, [&] {
            while (in.BytesUntilLimit() > 0) {
                if (!get_number(in, list.emplace_back())) return false;
            }
            return true;
        });
    }
}

template <class T>
bool get_field(CodedInputStream& in, T& value) {
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

/// Reads one field if it is one of the record's; an unknown one (of a newer version) is skipped.
template <class T>
bool decode_field(std::uint32_t tag, CodedInputStream& in, T& record) {
    bool known = false;
    bool whole = true;
    for_each_field(record, [&](const auto& each, auto& value) {
        using Each = std::remove_cvref_t<decltype(each)>;
        using Member = typename Each::member_type;
        if (tag == Format::MakeTag(Each::tag, wire_type<Member>())) {
            known = true;
            whole = get_field(in, value);
        }
        if constexpr (is_packed<Member>()) {  // another writer may send its numbers one by one
            if (tag != Format::MakeTag(Each::tag, Format::WIRETYPE_VARINT)) return;
            known = true;
            whole = get_number(in, value.emplace_back());
        }
    });
    return known ? whole : Format::SkipField(&in, tag);
}

template <class T>
bool decode_fields(CodedInputStream& in, T& record) {
    while (const std::uint32_t tag = in.ReadTag()) {
        if (!decode_field(tag, in, record)) return false;
    }
    return in.ConsumedEntireMessage();  // a zero byte is no tag either
}

/// The record that these bytes hold, or nothing when they are not one.
template <class T>
std::optional<T> decode(BytesView bytes) {
    CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                        static_cast<int>(bytes.size()));
    in.PushLimit(static_cast<int>(bytes.size()));
    T record{};
    if (!decode_fields(in, record)) return std::nullopt;
    return record;
}

template <class T>
Bytes encode(const T& record) {
    Bytes bytes;
    write(bytes, [&](Pen& out) { encode_fields(record, out); });
    return bytes;
}

}  // namespace ledger::wire
