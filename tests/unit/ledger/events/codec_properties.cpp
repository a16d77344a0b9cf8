#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "events.pb.h"
#include "ledger/events/event_codec.hpp"
#include "ledger/events/wire.hpp"
#include "tests/property/arbitrary.hpp"
#include "tests/unit/ledger/events/reflected.hpp"

// Our bytes and those of protoc's own code are the same language: either reads what the other
// wrote, and nothing that a stranger sends stops the reader.

namespace ledger {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::UnknownFieldSet;
using meterbook::v1::Envelope;

/// The generated message that these bytes are.
Envelope parsed(BytesView bytes) {
    Envelope message;
    RC_ASSERT(message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
    return message;
}

Message& payload_of(Envelope& message) {
    const auto& reflection = *Envelope::GetReflection();
    const auto* oneof = Envelope::GetDescriptor()->FindOneofByName("payload");
    return *reflection.MutableMessage(&message, reflection.GetOneofFieldDescriptor(message, oneof));
}

RC_GTEST_PROP(EventCodec, EveryEventIsReadBackFromItsBytes, (const Event& event)) {
    RC_ASSERT(decode_event(encode(event)) == event);
}

RC_GTEST_PROP(EventCodec, TheEnvelopeIsReadWithoutThePayload, (const Event& event)) {
    RC_ASSERT(decode_envelope(encode(event)) == event.envelope);
}

RC_GTEST_PROP(EventCodec, ProtobufReadsTheSameValuesFromOurBytes, (const Event& event)) {
    const Envelope message = parsed(encode(event));
    RC_ASSERT(reflected::difference(event, message) == "");
}

RC_GTEST_PROP(EventCodec, WeReadTheSameEventFromProtobufsBytes, (const Event& event)) {
    RC_ASSERT(decode_event(parsed(encode(event)).SerializeAsString()) == event);
}

RC_GTEST_PROP(EventCodec, ProtobufFindsNothingUnknownInOurBytes, (const Event& event)) {
    Envelope message = parsed(encode(event));
    message.DiscardUnknownFields();
    RC_ASSERT(decode_event(message.SerializeAsString()) == event);
}

/// Fields that a newer version may have added, of every wire type, at a number nobody uses yet.
void add_unknown_fields(Message& message, int first_number) {
    UnknownFieldSet& unknown = *message.GetReflection()->MutableUnknownFields(&message);
    unknown.AddVarint(first_number, property::any<std::uint64_t>());
    unknown.AddFixed32(first_number + 1, property::any<std::uint32_t>());
    unknown.AddFixed64(first_number + 2, property::any<std::uint64_t>());
    unknown.AddLengthDelimited(first_number + 3, property::any_bytes());
    unknown.AddGroup(first_number + 4)->AddVarint(1, property::any<std::uint64_t>());
}

/// The message, and every message in it that is there.
void add_unknown_fields_below(Message& message) {
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> present;
    reflection.ListFields(message, &present);
    for (const FieldDescriptor* field : present) {
        if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
        if (!field->is_repeated()) {
            add_unknown_fields_below(*reflection.MutableMessage(&message, field));
            continue;
        }
        for (int i = 0; i < reflection.FieldSize(message, field); ++i)
            add_unknown_fields_below(*reflection.MutableRepeatedMessage(&message, field, i));
    }
    add_unknown_fields(message, 1000);
}

RC_GTEST_PROP(EventCodec, FieldsOfNewerVersionsAreSkipped, (const Event& event)) {
    Envelope message = parsed(encode(event));
    add_unknown_fields_below(payload_of(message));
    add_unknown_fields(message, 14);
    RC_ASSERT(decode_event(message.SerializeAsString()) == event);
}

/// Puts a word that no version has into one field of the message or of a message in it.
bool put_unknown_word(Message& message) {
    const auto& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
        const FieldDescriptor* field = message.GetDescriptor()->field(i);
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->is_repeated()) {
            if (put_unknown_word(*reflection.AddMessage(&message, field))) return true;
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
            const int unknown = field->enum_type()->value_count();
            if (field->is_repeated()) {
                reflection.AddEnumValue(&message, field, unknown);
            } else {
                reflection.SetEnumValue(&message, field, unknown);
            }
            return true;
        }
    }
    return false;
}

RC_GTEST_PROP(EventCodec, WordsOfNewerVersionsAreRefused, (const Event& event)) {
    Envelope message = parsed(encode(event));
    RC_PRE(put_unknown_word(payload_of(message)));
    RC_ASSERT(decode_event(message.SerializeAsString()) == std::nullopt);
}

RC_GTEST_PROP(EventCodec, EventsOfNewerVersionsAreRefused, (const Event& event)) {
    Envelope message = parsed(encode(event));
    message.mutable_alarm_acknowledged();
    RC_ASSERT(decode_event(message.SerializeAsString()) == std::nullopt);
    message.clear_payload();
    RC_ASSERT(decode_event(message.SerializeAsString()) == std::nullopt);
}

RC_GTEST_PROP(EventCodec, TwoPayloadsAreNoEvent, (const Event& one, const Event& other)) {
    const Event nothing_else{{}, other.payload};
    RC_ASSERT(decode_event(encode(one) + encode(nothing_else)) == std::nullopt);
}

RC_GTEST_PROP(EventCodec, ACutEventIsNoOtherEvent, (const Event& event)) {
    const Bytes bytes = encode(event);
    const auto size = *rc::gen::inRange<std::size_t>(0, bytes.size());
    // The payload is written last: what is cut off of it is missed.
    RC_ASSERT(decode_event(BytesView(bytes).substr(0, size)) == std::nullopt);
}

RC_GTEST_PROP(EventCodec, BytesAfterTheEventAreMissedByNobody, (const Event& event)) {
    const Bytes tail = *rc::gen::nonEmpty(rc::gen::container<Bytes>(rc::gen::arbitrary<char>()));
    const Bytes bytes = encode(event) + tail;
    const auto size = static_cast<int>(bytes.size());
    // Text that is no UTF-8 is refused by the rules, before it is written, and not by the reader.
    const bool is_ascii = std::ranges::none_of(tail, [](char c) { return (c & 0x80) != 0; });
    const bool is_the_language = is_ascii ? Envelope().ParseFromArray(bytes.data(), size)
                                          : UnknownFieldSet().ParseFromArray(bytes.data(), size);
    RC_ASSERT((!decode_event(bytes) || is_the_language));
}

TEST(EventCodec, NumbersOfAListMayAlsoComeOneByOne) {
    const Bytes bytes("\x12\x02\x05\x06\x10\x07", 6);
    const auto read = wire::decode<Registers>(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->rates, (std::vector<std::uint64_t>{5, 6, 7}));
}

TEST(EventCodec, AZeroByteIsNoEndOfAnEvent) {
    const Event event{{}, BuildingRegistered{BuildingId("B1"), "one"}};
    EXPECT_EQ(decode_event(encode(event) + Bytes(1, '\0')), std::nullopt);
    EXPECT_EQ(decode_envelope(encode(event) + Bytes(1, '\0')), std::nullopt);
}

RC_GTEST_PROP(EventCodec, NoBytesStopTheReader, (const Bytes& bytes)) {
    const auto event = decode_event(bytes);
    RC_ASSERT((!event || decode_event(encode(*event)) == event));
    decode_envelope(bytes);
}

/// Bytes of a real event with some of them changed, doubled or taken out.
Bytes damaged(Bytes bytes) {
    const int blows = *rc::gen::inRange(1, 6);
    for (int i = 0; i < blows && !bytes.empty(); ++i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
        const auto size = *rc::gen::inRange<std::size_t>(1, 9);
        switch (*rc::gen::inRange(0, 4)) {
            case 0:
                bytes[at] = property::any<char>();
                break;
            case 1:
                bytes.erase(at, size);
                break;
            case 2:
                bytes.insert(at, bytes.substr(at, size));
                break;
            default:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
        }
    }
    return bytes;
}

RC_GTEST_PROP(EventCodec, DamagedBytesAreRefusedOrReadAsProtobufReadsThem, (const Event& event)) {
    const Bytes bytes = damaged(encode(event));
    const auto read = decode_event(bytes);
    Envelope message;
    const bool is_whole = message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    if (!read || !is_whole) RC_DISCARD("not read by both");
    RC_ASSERT(reflected::difference(*read, message) == "");
}

}  // namespace
}  // namespace ledger
