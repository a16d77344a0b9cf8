#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace metersim {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

/// CRC-16/Modbus of `bytes`; goes on the wire low byte first.
std::uint16_t crc_of(BytesView bytes);

/// Whether the last two bytes are the CRC of the others; false for fewer than four bytes.
bool has_good_crc(BytesView frame);

/// unit, pdu, CRC.
Bytes rtu_frame(std::uint8_t unit, BytesView pdu);

/// transaction, protocol 0, length, unit, pdu: the frame of Modbus TCP.
Bytes mbap_frame(std::uint16_t transaction, std::uint8_t unit, BytesView pdu);

inline int word_at(BytesView bytes, std::size_t place) {
    return bytes[place] * 256 + bytes[place + 1];
}

void append_word(Bytes& bytes, int word);

}  // namespace metersim
