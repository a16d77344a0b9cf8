#include "ledger/events/event_codec.hpp"

#include <utility>

#include "ledger/events/upcast.hpp"
#include "ledger/events/wire.hpp"

namespace ledger {
namespace {

using wire::CodedInputStream;

template <std::size_t Kind>
bool decode_as(CodedInputStream& in, Payload& payload) {
    auto& fact = payload.emplace<Kind>();
    return wire::get_element(in, fact);
}

/// What became of one field when the payload's alternatives were tried on it.
enum class PayloadField { other_field, read, broken };

template <std::size_t... Kind>
PayloadField decode_payload(std::uint32_t tag, CodedInputStream& in, Payload& payload,
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

std::size_t size_hint(const Event& event) {
    constexpr std::size_t without_lists = 256;
    constexpr std::size_t of_an_element = 64;
    std::size_t size = without_lists + event.envelope.reason.size();
    std::visit(
        [&](const auto& fact) {
            for_each_field(fact, [&](const auto&, const auto& value) {
                if constexpr (wire::IsVector<std::remove_cvref_t<decltype(value)>>::value)
                    size += value.size() * of_an_element;
            });
        },
        event.payload);
    return size;
}

Bytes encode(const Event& event) {
    Bytes out;
    out.reserve(size_hint(event));
    wire::encode_fields(event.envelope, out);
    std::visit([&](const auto& fact) { wire::put_element(fact.tag, fact, out); }, event.payload);
    return out;
}

std::optional<Event> decode_event(BytesView bytes, const Upcasters& known) {
    CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                        static_cast<int>(bytes.size()));
    in.PushLimit(static_cast<int>(bytes.size()));
    Event event{};
    bool has_payload = false;
    while (const std::uint32_t tag = in.ReadTag()) {
        if (wire::Format::GetTagFieldNumber(tag) < first_payload_tag) {
            if (!wire::decode_field(tag, in, event.envelope)) return std::nullopt;
            continue;
        }
        constexpr auto kinds = std::make_index_sequence<std::variant_size_v<AnyFact>>();
        if (has_payload || decode_payload(tag, in, event.payload, kinds) != PayloadField::read)
            return std::nullopt;
        has_payload = true;
    }
    if (!has_payload || !in.ConsumedEntireMessage()) return std::nullopt;
    upcast(event, known);
    return event;
}

std::optional<Event> decode_event(BytesView bytes) { return decode_event(bytes, upcasters()); }

std::optional<Envelope> decode_envelope(BytesView bytes) { return wire::decode<Envelope>(bytes); }

}  // namespace ledger
