#include "ledger/rules/state_codec.hpp"

#include "ledger/events/wire.hpp"

namespace ledger {

Bytes encode(const State& state) { return wire::encode(state); }

std::optional<State> decode_state(BytesView bytes) { return wire::decode<State>(bytes); }

Bytes encode(const Command& command) {
    Bytes bytes;
    wire::write(bytes, [&](wire::Pen& out) {
        wire::put_varint(command.index(), out);
        std::visit([&](const auto& each) { wire::encode_fields(each, out); }, command);
    });
    return bytes;
}

}  // namespace ledger
