#include "tools/metersim/wire/dlt645_frame.hpp"

namespace metersim {
namespace {

constexpr std::uint8_t frame_start = 0x68;
constexpr std::uint8_t frame_end = 0x16;
constexpr std::size_t before_data = 10;
constexpr std::size_t after_data = 2;
constexpr std::size_t address_bytes = 6;
constexpr std::size_t wake_up_bytes = 4;

std::uint8_t checksum(BytesView bytes) {
    unsigned sum = 0;
    for (const std::uint8_t byte : bytes) sum += byte;
    return static_cast<std::uint8_t>(sum & 0xFFU);
}

enum class Verdict : std::uint8_t { no_frame, wait, frame };

Verdict judge(BytesView bytes) {
    if (bytes[0] != frame_start) return Verdict::no_frame;
    if (bytes.size() > 7 && bytes[7] != frame_start) return Verdict::no_frame;
    if (bytes.size() < before_data) return Verdict::wait;
    const std::size_t whole = before_data + bytes[9] + after_data;
    if (bytes.size() < whole) return Verdict::wait;
    const bool is_good = bytes[whole - 1] == frame_end &&
                         bytes[whole - 2] == checksum(bytes.first(whole - after_data));
    return is_good ? Verdict::frame : Verdict::no_frame;
}

}  // namespace

Bytes dlt645_bytes(const Dlt645Frame& frame) {
    Bytes bytes(wake_up_bytes, 0xFE);
    bytes.push_back(frame_start);
    for (const std::uint8_t byte : frame.address) bytes.push_back(byte);
    bytes.push_back(frame_start);
    bytes.push_back(frame.control);
    bytes.push_back(static_cast<std::uint8_t>(frame.data.size()));
    for (const std::uint8_t byte : frame.data) {
        bytes.push_back(static_cast<std::uint8_t>(byte + 0x33));
    }
    bytes.push_back(checksum(BytesView{bytes}.subspan(wake_up_bytes)));
    bytes.push_back(frame_end);
    return bytes;
}

Dlt645Look look_for_dlt645(BytesView stream) {
    for (std::size_t at = 0; at < stream.size(); ++at) {
        const BytesView rest = stream.subspan(at);
        const Verdict verdict = judge(rest);
        if (verdict == Verdict::wait) return {.frame = std::nullopt, .used = at};
        if (verdict == Verdict::no_frame) continue;
        const std::size_t length = rest[9];
        Dlt645Frame frame{.address = {rest.begin() + 1, rest.begin() + 1 + address_bytes},
                          .control = rest[8],
                          .data = {}};
        for (const std::uint8_t byte : rest.subspan(before_data, length)) {
            frame.data.push_back(static_cast<std::uint8_t>(byte - 0x33));
        }
        return {.frame = std::move(frame), .used = at + before_data + length + after_data};
    }
    return {.frame = std::nullopt, .used = stream.size()};
}

}  // namespace metersim
