#include "ledger/events/event_codec.hpp"

#include <utility>

#include "ledger/events/upcast.hpp"
#include "ledger/events/wire.hpp"

namespace ledger {
namespace {

using wire::Reader;

template <std::size_t Kind>
bool decode_as(Reader& in, Payload& payload) {
    auto& fact = payload.emplace<Kind>();
    return wire::get_element(in, fact);
}

/// What became of one field when the payload's alternatives were tried on it.
enum class PayloadField { other_field, read, broken };

template <std::size_t... Kind>
PayloadField decode_payload(std::uint32_t tag, Reader& in, Payload& payload,
                            std::index_sequence<Kind...> /*kinds*/) {
    PayloadField outcome = PayloadField::other_field;
    const auto try_kind = [&]<std::size_t K>() {
        using Fact = std::variant_alternative_t<K, AnyFact>;
        if (tag != wire::Format::MakeTag(Fact::tag, wire::Format::WIRETYPE_LENGTH_DELIMITED))
            return false;
        outcome = decode_as<K>(in, payload) ? PayloadField::read : PayloadField::broken;
        return true;
    };
    (try_kind.template operator()<Kind>() || ...);
    return outcome;
}

constexpr int first_payload_tag = 20;

/// Into an event that says nothing yet.
bool decode_stored(BytesView bytes, Event& event) {
    Reader in(bytes);
    bool has_payload = false;
    std::uint32_t tag = 0;
    bool whole = wire::decode_in_order(tag, in, event.envelope);
    while (whole && tag != 0) {
        if (wire::Format::GetTagFieldNumber(tag) < first_payload_tag) {
            whole = wire::decode_field(tag, in, event.envelope);
        } else {
            constexpr auto kinds = std::make_index_sequence<std::variant_size_v<AnyFact>>();
            whole =
                !has_payload && decode_payload(tag, in, event.payload, kinds) == PayloadField::read;
            has_payload = true;
        }
        whole = whole && wire::next_tag(in, tag);
    }
    return whole && has_payload;
}

}  // namespace

std::size_t encode(const Envelope& envelope, const Payload& payload, Bytes& paper,
                   std::size_t place) {
    wire::Pen out(paper, place);
    wire::encode_fields(envelope, out);
    std::visit([&]<class Fact>(const Fact& fact) { wire::put_element<Fact::tag>(fact, out); },
               payload);
    return out.written();
}

Bytes encode(const Event& event) {
    Bytes bytes;
    bytes.resize(encode(event.envelope, event.payload, bytes, 0));
    return bytes;
}

std::optional<Event> decode_event(BytesView bytes, const Upcasters& known) {
    std::optional<Event> event(std::in_place);
    if (!decode_stored(bytes, *event)) return std::nullopt;
    upcast(*event, known);
    return event;
}

std::optional<Event> decode_event(BytesView bytes) { return decode_event(bytes, upcasters()); }

bool decode_event(BytesView bytes, Event& event) {
    if (!decode_stored(bytes, event)) return false;
    upcast(event, upcasters());
    return true;
}

std::optional<Envelope> decode_envelope(BytesView bytes) {
    std::optional<Envelope> envelope(std::in_place);
    if (!wire::decode_fields(Reader(bytes), *envelope)) envelope.reset();
    return envelope;
}

}  // namespace ledger
