#include "tests/unit/ledger/events/reflected.hpp"

#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

namespace reflected {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

template <class Record>
std::string difference_of(const Record& record, const Message& message);

/// The generated value as a number, whatever its width.
std::int64_t number_in(const Message& message, const FieldDescriptor* field) {
    const auto& reflection = *message.GetReflection();
    switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_BOOL:
            return reflection.GetBool(message, field) ? 1 : 0;
        case FieldDescriptor::CPPTYPE_ENUM:
            return reflection.GetEnumValue(message, field);
        case FieldDescriptor::CPPTYPE_UINT32:
            return reflection.GetUInt32(message, field);
        case FieldDescriptor::CPPTYPE_UINT64:
            return static_cast<std::int64_t>(reflection.GetUInt64(message, field));
        default:
            return reflection.GetInt64(message, field);
    }
}

template <class T>
std::int64_t as_number(const T& value) {
    if constexpr (std::is_same_v<T, ledger::Instant>) {
        return value.micros;
    } else if constexpr (std::is_same_v<T, ledger::Position> || std::is_same_v<T, ledger::Day> ||
                         std::is_same_v<T, ledger::MonthDay>) {
        return static_cast<std::int64_t>(value.number);
    } else if constexpr (requires { typename T::unit; }) {
        return value.count();
    } else {
        return static_cast<std::int64_t>(value);
    }
}

template <class T>
std::string one_difference(const T& value, const Message& message, const FieldDescriptor* field) {
    const auto& reflection = *message.GetReflection();
    if constexpr (ledger::Described<T>) {
        return difference_of(value, reflection.GetMessage(message, field));
    } else if constexpr (std::is_same_v<T, std::string>) {
        return value == reflection.GetString(message, field) ? "" : "another text";
    } else if constexpr (std::is_same_v<T, ledger::EventId>) {
        const ledger::BytesView wanted = value.is_empty() ? ledger::BytesView() : value.view();
        return wanted == reflection.GetString(message, field) ? "" : "other bytes";
    } else if constexpr (requires { value.text(); }) {
        return value.text() == reflection.GetString(message, field) ? "" : "another name";
    } else {
        return as_number(value) == number_in(message, field) ? "" : "another number";
    }
}

template <class T>
struct Held {
    static std::string against(const T& value, const Message& message,
                               const FieldDescriptor* field) {
        return one_difference(value, message, field);
    }
};

template <class T>
struct Held<std::optional<T>> {
    static std::string against(const std::optional<T>& value, const Message& message,
                               const FieldDescriptor* field) {
        const bool is_there = message.GetReflection()->HasField(message, field);
        if (is_there != value.has_value()) return "here or there, not both";
        return value ? one_difference(*value, message, field) : "";
    }
};

template <class T>
struct Held<std::vector<T>> {
    static std::string against(const std::vector<T>& list, const Message& message,
                               const FieldDescriptor* field) {
        const auto& reflection = *message.GetReflection();
        if (reflection.FieldSize(message, field) != static_cast<int>(list.size()))
            return "another length";
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string found = at(list[i], message, field, static_cast<int>(i));
            if (!found.empty()) return found;
        }
        return "";
    }

private:
    static std::string at(const T& value, const Message& message, const FieldDescriptor* field,
                          int i) {
        const auto& reflection = *message.GetReflection();
        if constexpr (ledger::Described<T>) {
            return difference_of(value, reflection.GetRepeatedMessage(message, field, i));
        } else if constexpr (requires { value.text(); }) {
            return value.text() == reflection.GetRepeatedString(message, field, i) ? "" : "name";
        } else if constexpr (std::is_enum_v<T>) {
            const int shown = reflection.GetRepeatedEnumValue(message, field, i);
            return static_cast<int>(value) == shown ? "" : "word";
        } else {
            static_assert(std::is_same_v<T, std::uint64_t> || std::is_same_v<T, std::uint32_t>);
            const std::uint64_t shown = std::is_same_v<T, std::uint32_t>
                                            ? reflection.GetRepeatedUInt32(message, field, i)
                                            : reflection.GetRepeatedUInt64(message, field, i);
            return value == shown ? "" : "number";
        }
    }
};

template <class Record>
std::string difference_of(const Record& record, const Message& message) {
    std::string found;
    ledger::for_each_field(record, [&](const auto& each, const auto& value) {
        using Each = std::remove_cvref_t<decltype(each)>;
        const auto* field = message.GetDescriptor()->FindFieldByNumber(Each::tag);
        const auto here =
            Held<std::remove_cvref_t<decltype(value)>>::against(value, message, field);
        if (found.empty() && !here.empty()) found = std::string(each.name) + ": " + here;
    });
    return found;
}

}  // namespace

std::string difference(const ledger::Event& event, const Message& message) {
    std::string found = difference_of(event.envelope, message);
    if (!found.empty()) return found;
    const auto* oneof = message.GetDescriptor()->FindOneofByName("payload");
    const auto* field = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
    if (field == nullptr || field->message_type()->name() != ledger::name_of(event.payload))
        return "another payload";
    const Message& payload = message.GetReflection()->GetMessage(message, field);
    return std::visit([&](const auto& fact) { return difference_of(fact, payload); },
                      event.payload);
}

}  // namespace reflected
