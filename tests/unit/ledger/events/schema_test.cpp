#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <typeinfo>

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

const std::set<std::string> later_events{"FeeCharged",

                                         "AlarmAcknowledged", "NoticeQueued",  "NoticeDelivered",
                                         "NoticeFailed",      "OperatorAdded", "OperatorChanged",
                                         "OperatorSignedIn",  "SignInRefused", "ShiftOpened",
                                         "ShiftClosed",       "PeriodClosed",  "ExportTaken"};

const std::set<std::string> fields_of_any_bytes{
    "meterbook.v1.Envelope.fingerprint", "meterbook.v1.Envelope.event_id",
    "meterbook.v1.CustomerRegistered.sealed_name", "meterbook.v1.CustomerRegistered.sealed_phone"};

/// "CreditSold", of a type in namespace ledger.
template <class T>
std::string type_name() {
    const std::unique_ptr<char, void (*)(void*)> text(
        abi::__cxa_demangle(typeid(T).name(), nullptr, nullptr, nullptr), std::free);
    return std::string(text.get()).substr(std::string("ledger::").size());
}

/// "DeductMode" -> "DEDUCT_MODE", "event" -> "EVENT".
std::string shouted(std::string_view name) {
    std::string loud;
    for (const char c : name) {
        if (std::isupper(static_cast<unsigned char>(c)) != 0 && !loud.empty()) loud += '_';
        loud += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return loud;
}

template <class Enum>
void expect_same_words(const EnumDescriptor& schema) {
    EXPECT_EQ(schema.name(), type_name<Enum>());
    const auto& words = EnumNames<Enum>::names;
    ASSERT_EQ(schema.value_count(), static_cast<int>(words.size())) << schema.name();
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto* value = schema.FindValueByNumber(static_cast<int>(i));
        ASSERT_NE(value, nullptr) << schema.name() << ' ' << i;
        EXPECT_EQ(value->name(), shouted(schema.name()) + '_' + shouted(words[i]));
    }
}

template <class Record>
void expect_same_fields(const Descriptor& schema);

template <class T>
FieldDescriptor::Type number_type() {
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
void expect_same_type(const FieldDescriptor& schema) {
    const std::string& name = schema.full_name();
    if constexpr (std::is_enum_v<T>) {
        ASSERT_EQ(schema.type(), FieldDescriptor::TYPE_ENUM) << name;
        expect_same_words<T>(*schema.enum_type());
    } else if constexpr (Described<T>) {
        ASSERT_EQ(schema.type(), FieldDescriptor::TYPE_MESSAGE) << name;
        expect_same_fields<T>(*schema.message_type());
    } else if constexpr (std::is_same_v<T, std::string>) {
        EXPECT_EQ(schema.type(), fields_of_any_bytes.contains(name) ? FieldDescriptor::TYPE_BYTES
                                                                    : FieldDescriptor::TYPE_STRING)
            << name;
    } else if constexpr (requires { T::longest; }) {  // an id
        EXPECT_EQ(schema.type(), FieldDescriptor::TYPE_STRING) << name;
    } else {
        static_assert(std::is_arithmetic_v<T> || std::is_same_v<T, Position> ||
                      std::is_same_v<T, Instant> || std::is_same_v<T, Day> ||
                      std::is_same_v<T, MonthDay> || requires { typename T::unit; });
        EXPECT_EQ(schema.type(), number_type<T>()) << name;
    }
}

template <class T>
struct Expect {
    static void same(const FieldDescriptor& schema) {
        EXPECT_FALSE(schema.is_repeated() || schema.has_optional_keyword()) << schema.full_name();
        expect_same_type<T>(schema);
    }
};
template <class T>
struct Expect<std::vector<T>> {
    static void same(const FieldDescriptor& schema) {
        EXPECT_TRUE(schema.is_repeated()) << schema.full_name();
        expect_same_type<T>(schema);
    }
};
template <class T>
struct Expect<std::optional<T>> {
    static void same(const FieldDescriptor& schema) {
        EXPECT_TRUE(schema.has_optional_keyword()) << schema.full_name();
        expect_same_type<T>(schema);
    }
};

/// The fields that are no alternative of the envelope's payload.
int plain_fields(const Descriptor& schema) {
    int count = 0;
    for (int i = 0; i < schema.field_count(); ++i)
        count += schema.field(i)->real_containing_oneof() == nullptr ? 1 : 0;
    return count;
}

template <class Record>
void expect_same_fields(const Descriptor& schema) {
    EXPECT_EQ(schema.name(), type_name<Record>());
    const Record record{};
    int described = 0;
    for_each_field(record, [&](const auto& each, const auto& value) {
        ++described;
        using Each = std::remove_cvref_t<decltype(each)>;
        const FieldDescriptor* field = schema.FindFieldByNumber(Each::tag);
        ASSERT_NE(field, nullptr) << schema.name() << " has no field " << Each::tag;
        EXPECT_EQ(field->name(), each.name);
        Expect<std::remove_cvref_t<decltype(value)>>::same(*field);
    });
    EXPECT_EQ(plain_fields(schema), described) << schema.name();
}

const Descriptor& envelope() { return *meterbook::v1::Envelope::descriptor(); }

TEST(Schema, EnvelopeSaysTheSameInBothLanguages) { expect_same_fields<Envelope>(envelope()); }

template <class Fact>
class SchemaOfEvent : public testing::Test {};

template <class... Facts>
testing::Types<Facts...> as_types(std::variant<Facts...>);
using EveryFact = decltype(as_types(std::declval<Payload>()));

struct EventName {
    template <class Fact>
    static std::string GetName(int) {
        return std::string(Fact::event_name);
    }
};
TYPED_TEST_SUITE(SchemaOfEvent, EveryFact, EventName);

TYPED_TEST(SchemaOfEvent, SaysTheSameInBothLanguages) {
    const FieldDescriptor* payload = envelope().FindFieldByNumber(TypeParam::tag);
    ASSERT_NE(payload, nullptr);
    ASSERT_NE(payload->containing_oneof(), nullptr);
    EXPECT_EQ(payload->containing_oneof()->name(), "payload");
    EXPECT_EQ(payload->message_type()->name(), TypeParam::event_name);
    EXPECT_EQ(shouted(TypeParam::event_name), shouted(payload->name()));
    expect_same_fields<TypeParam>(*payload->message_type());
}

template <std::size_t... Kind>
std::set<std::string> names_of_payloads(std::index_sequence<Kind...> /*kinds*/) {
    return {std::string(std::variant_alternative_t<Kind, Payload>::event_name)...};
}

TEST(Schema, EveryPayloadIsWrittenNowOrNamedForLater) {
    const auto written =
        names_of_payloads(std::make_index_sequence<std::variant_size_v<Payload>>());
    EXPECT_EQ(written.size(), std::variant_size_v<Payload>);
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
