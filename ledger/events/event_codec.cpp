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
    Reader in(bytes);
    std::optional<Event> event(std::in_place);
    bool has_payload = false;
    while (!in.is_at_end()) {
        std::uint32_t tag = 0;
        if (!in.tag(tag)) return std::nullopt;
        if (wire::Format::GetTagFieldNumber(tag) < first_payload_tag) {
            if (!wire::decode_field(tag, in, event->envelope)) return std::nullopt;
            continue;
        }
        constexpr auto kinds = std::make_index_sequence<std::variant_size_v<AnyFact>>();
        if (has_payload || decode_payload(tag, in, event->payload, kinds) != PayloadField::read)
            return std::nullopt;
        has_payload = true;
    }
    if (!has_payload) return std::nullopt;
    upcast(*event, known);
    return event;
}

std::optional<Event> decode_event(BytesView bytes) { return decode_event(bytes, upcasters()); }

std::optional<Envelope> decode_envelope(BytesView bytes) { return wire::decode<Envelope>(bytes); }

}  // namespace ledger
