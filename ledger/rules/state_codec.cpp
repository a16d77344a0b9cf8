#include "ledger/rules/state_codec.hpp"

#include "ledger/events/wire.hpp"

namespace ledger {

/// Too large for memory that is kept.
Bytes encode(const State& state) {
    Bytes bytes;
    wire::write(bytes, [&](wire::Pen& out) { wire::encode_fields(state, out); });
    return bytes;
}

std::optional<State> decode_state(BytesView bytes) { return wire::decode<State>(bytes); }

Bytes encode(const Command& command) {
    Bytes bytes;
    wire::write(bytes, [&](wire::Pen& out) {
        out.put_varint(command.index());
        std::visit([&](const auto& each) { wire::encode_fields(each, out); }, command);
    });
    return bytes;
}

}  // namespace ledger
