#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <typeinfo>
#include <vector>

#include <cxxabi.h>
#include <gtest/gtest.h>

#include "events.pb.h"
#include "ledger/events/event.hpp"

// events.proto is what other programs compile; `fields()` is what this one writes. Both say the
// same: every name, number and type, and every word of every closed list.

namespace ledger {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

const std::set<std::string> later_events{"AlarmAcknowledged"};

const std::set<std::string> fields_of_any_bytes{"meterbook.v1.Envelope.fingerprint",
                                                "meterbook.v1.CustomerRegistered.sealed_name",
                                                "meterbook.v1.CustomerRegistered.sealed_phone"};

/// "CreditSold", of a type in namespace ledger.
template <class T>
std::string type_name() {
    const std::unique_ptr<char, void (*)(void*)> text(
        abi::__cxa_demangle(typeid(T).name(), nullptr, nullptr, nullptr), std::free);
    return std::string(text.get()).substr(std::string("ledger::").size());
}

/// "DeductMode" -> "DEDUCT_MODE", "event" -> "EVENT", "money.sell" -> "MONEY_SELL".
std::string shouted(std::string_view name) {
    std::string loud;
    for (const char c : name) {
        if (std::isupper(static_cast<unsigned char>(c)) != 0 && !loud.empty()) loud += '_';
        loud += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return loud;
}

/// What `fields()` says of one field. Plain values: what compares them is compiled once.
struct Written {
    std::string_view name;
    int tag = 0;
    FieldDescriptor::Type type{};
    bool is_list = false;
    bool is_optional = false;
    std::string type_name{};                     ///< of an enumeration or a record
    std::vector<std::string_view> words{};       ///< of an enumeration
    std::vector<Written> (*fields)() = nullptr;  ///< of a record
};

template <class Record>
std::vector<Written> written_fields();

template <class T>
constexpr FieldDescriptor::Type number_type() {
    if constexpr (std::is_same_v<T, bool>) return FieldDescriptor::TYPE_BOOL;
    if constexpr (std::is_same_v<T, std::uint32_t>) return FieldDescriptor::TYPE_UINT32;
    if constexpr (std::is_same_v<T, std::uint64_t>) return FieldDescriptor::TYPE_UINT64;
    if constexpr (std::is_same_v<T, Position>) return FieldDescriptor::TYPE_UINT64;
    if constexpr (std::is_same_v<T, MonthDay>) return FieldDescriptor::TYPE_UINT32;
    if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, Day>)
        return FieldDescriptor::TYPE_SINT64;
    if constexpr (requires { typename T::unit; }) return FieldDescriptor::TYPE_SINT64;
    return FieldDescriptor::TYPE_INT64;
}

template <class T>
void write_type(Written& field) {
    if constexpr (std::is_enum_v<T>) {
        field.type = FieldDescriptor::TYPE_ENUM;
        field.type_name = type_name<T>();
        field.words.assign(EnumNames<T>::names.begin(), EnumNames<T>::names.end());
    } else if constexpr (Described<T>) {
        field.type = FieldDescriptor::TYPE_MESSAGE;
        field.type_name = type_name<T>();
        field.fields = written_fields<T>;
    } else if constexpr (std::is_same_v<T, std::string> || requires { T::longest; }) {
        field.type = FieldDescriptor::TYPE_STRING;  // an id is text, too
    } else if constexpr (std::is_same_v<T, EventId>) {
        field.type = FieldDescriptor::TYPE_BYTES;
    } else {
        static_assert(std::is_arithmetic_v<T> || std::is_same_v<T, Position> ||
                      std::is_same_v<T, Instant> || std::is_same_v<T, Day> ||
                      std::is_same_v<T, MonthDay> || requires { typename T::unit; });
        field.type = number_type<T>();
    }
}

template <class T>
struct Shape {
    static void write(Written& field) { write_type<T>(field); }
};
template <class T>
struct Shape<std::vector<T>> {
    static void write(Written& field) {
        field.is_list = true;
        write_type<T>(field);
    }
};
template <class T>
struct Shape<std::optional<T>> {
    static void write(Written& field) {
        field.is_optional = true;
        write_type<T>(field);
    }
};

template <class Each>
Written written(const Each& each) {
    Written field{.name = each.name, .tag = Each::tag};
    Shape<typename Each::member_type>::write(field);
    return field;
}

template <class Record>
std::vector<Written> written_fields() {
    std::vector<Written> fields;
    Record::fields([&](const auto&... each) { (fields.push_back(written(each)), ...); });
    return fields;
}

void expect_same_words(const EnumDescriptor& schema, const Written& written) {
    EXPECT_EQ(schema.name(), written.type_name);
    ASSERT_EQ(schema.value_count(), static_cast<int>(written.words.size())) << schema.name();
    for (std::size_t i = 0; i < written.words.size(); ++i) {
        const auto* value = schema.FindValueByNumber(static_cast<int>(i));
        ASSERT_NE(value, nullptr) << schema.name() << ' ' << i;
        EXPECT_EQ(value->name(), shouted(schema.name()) + '_' + shouted(written.words[i]));
    }
}

void expect_same_fields(const Descriptor& schema, const std::vector<Written>& fields);

void expect_same_field(const FieldDescriptor& schema, const Written& written) {
    const std::string& name = schema.full_name();
    EXPECT_EQ(schema.name(), written.name);
    EXPECT_EQ(schema.is_repeated(), written.is_list) << name;
    EXPECT_EQ(schema.has_optional_keyword(), written.is_optional) << name;
    const bool holds_any_bytes = fields_of_any_bytes.contains(name);
    ASSERT_EQ(schema.type(), holds_any_bytes ? FieldDescriptor::TYPE_BYTES : written.type) << name;
    if (!written.words.empty()) expect_same_words(*schema.enum_type(), written);
    if (written.fields == nullptr) return;
    EXPECT_EQ(schema.message_type()->name(), written.type_name);
    expect_same_fields(*schema.message_type(), written.fields());
}

/// The fields that are no alternative of the envelope's payload.
int plain_fields(const Descriptor& schema) {
    int count = 0;
    for (int i = 0; i < schema.field_count(); ++i)
        count += schema.field(i)->real_containing_oneof() == nullptr ? 1 : 0;
    return count;
}

void expect_same_fields(const Descriptor& schema, const std::vector<Written>& fields) {
    for (const Written& each : fields) {
        const FieldDescriptor* field = schema.FindFieldByNumber(each.tag);
        ASSERT_NE(field, nullptr) << schema.name() << " has no field " << each.tag;
        expect_same_field(*field, each);
    }
    EXPECT_EQ(plain_fields(schema), static_cast<int>(fields.size())) << schema.name();
}

const Descriptor& envelope() { return *meterbook::v1::Envelope::descriptor(); }

TEST(Schema, EnvelopeSaysTheSameInBothLanguages) {
    EXPECT_EQ(envelope().name(), type_name<Envelope>());
    expect_same_fields(envelope(), written_fields<Envelope>());
}

/// A kind of event, as `Payload` lists it.
struct Kind {
    int tag;
    std::vector<Written> (*fields)();
};

template <class... Facts>
std::map<std::string, Kind> kinds_of(const std::variant<Facts...>& /*facts*/) {
    return {{std::string(Facts::event_name), {Facts::tag, written_fields<Facts>}}...};
}

const std::map<std::string, Kind>& kinds() {
    static const auto by_name = kinds_of(Payload{});
    return by_name;
}

std::set<std::string> names_of_kinds() {
    std::set<std::string> names;
    for (const auto& [name, kind] : kinds()) names.insert(name);
    return names;
}

class SchemaOfEvent : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Every, SchemaOfEvent, testing::ValuesIn(names_of_kinds()),
                         [](const auto& each) { return each.param; });

TEST_P(SchemaOfEvent, SaysTheSameInBothLanguages) {
    const FieldDescriptor* payload = envelope().FindFieldByNumber(kinds().at(GetParam()).tag);
    ASSERT_NE(payload, nullptr);
    ASSERT_NE(payload->containing_oneof(), nullptr);
    EXPECT_EQ(payload->containing_oneof()->name(), "payload");
    EXPECT_EQ(payload->message_type()->name(), GetParam());
    EXPECT_EQ(shouted(GetParam()), shouted(payload->name()));
    expect_same_fields(*payload->message_type(), kinds().at(GetParam()).fields());
}

TEST(Schema, EveryPayloadIsWrittenNowOrNamedForLater) {
    const std::set<std::string> written = names_of_kinds();
    EXPECT_EQ(written.size(), std::variant_size_v<AnyFact>);
    const auto* payload = envelope().FindOneofByName("payload");
    ASSERT_NE(payload, nullptr);
    std::set<std::string> named;
    for (int i = 0; i < payload->field_count(); ++i) {
        const std::string& name = payload->field(i)->message_type()->name();
        named.insert(name);
        EXPECT_NE(written.contains(name), later_events.contains(name)) << name;
        const bool has_fields = payload->field(i)->message_type()->field_count() > 0;
        EXPECT_EQ(has_fields, written.contains(name)) << name;
    }
    EXPECT_EQ(named.size(), written.size() + later_events.size());
}

TEST(Schema, PayloadsBeginWhereTheEnvelopeEnds) {
    for (int i = 0; i < envelope().field_count(); ++i) {
        const FieldDescriptor& field = *envelope().field(i);
        EXPECT_EQ(field.number() >= 20, field.real_containing_oneof() != nullptr) << field.name();
    }
}

}  // namespace
}  // namespace ledger
