#include "ingest/edge/frame.hpp"

#include <fmt/core.h>

#include "ledger/journal/big_endian.hpp"

namespace edge {
namespace {

constexpr std::size_t length_size = sizeof(std::uint32_t);

}  // namespace

std::optional<ledger::Bytes> PacketReader::next() {
    if (unread_.size() < length_size) return std::nullopt;
    ledger::BytesView rest(unread_);
    const auto length = ledger::take_big_endian<std::uint32_t>(rest);
    if (length == 0) throw BadFrame("a frame without a kind: this is not the protocol of the edge");
    if (length > most_bytes_)
        throw BadFrame(
            fmt::format("a frame of {} bytes where {} is the most: this is not the "
                        "protocol of the edge, or not of this release",
                        length, most_bytes_));
    if (rest.size() < length) return std::nullopt;
    ledger::Bytes payload(rest.substr(0, length));
    unread_.erase(0, length_size + length);
    return payload;
}

ledger::Bytes packet(ledger::BytesView payload) {
    ledger::Bytes bytes;
    bytes.reserve(length_size + payload.size());
    ledger::put_big_endian(static_cast<std::uint32_t>(payload.size()), bytes);
    return bytes.append(payload);
}

Frame frame_in(ledger::BytesView payload) {
    if (payload.empty()) throw BadFrame("a frame without a kind");
    const auto kind = static_cast<std::uint8_t>(payload.front());
    if (kind == 0 || kind > last_kind)
        throw BadFrame(fmt::format("a frame of kind {}, which this release does not know", kind));
    return {static_cast<Kind>(kind), ledger::Bytes(payload.substr(1))};
}

ledger::Bytes payload_of(const Frame& frame) {
    ledger::Bytes payload(1, static_cast<char>(frame.kind));
    return payload.append(frame.body);
}

}  // namespace edge
