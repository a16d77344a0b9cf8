#include "tools/metersim/wire/frames.hpp"

namespace metersim {

std::uint16_t crc_of(BytesView bytes) {
    unsigned crc = 0xFFFF;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) ? (crc >> 1U) ^ 0xA001U : crc >> 1U;
    }
    return static_cast<std::uint16_t>(crc);
}

bool has_good_crc(BytesView frame) {
    if (frame.size() < 4) return false;
    const std::uint16_t crc = crc_of(frame.first(frame.size() - 2));
    return frame[frame.size() - 2] == (crc & 0xFF) && frame.back() == (crc >> 8);
}

Bytes rtu_frame(std::uint8_t unit, BytesView pdu) {
    Bytes frame{unit};
    frame.insert(frame.end(), pdu.begin(), pdu.end());
    const std::uint16_t crc = crc_of(frame);
    frame.push_back(static_cast<std::uint8_t>(crc & 0xFF));
    frame.push_back(static_cast<std::uint8_t>(crc >> 8));
    return frame;
}

Bytes mbap_frame(std::uint16_t transaction, std::uint8_t unit, BytesView pdu) {
    Bytes frame;
    append_word(frame, transaction);
    append_word(frame, 0);
    append_word(frame, static_cast<int>(pdu.size()) + 1);
    frame.push_back(unit);
    frame.insert(frame.end(), pdu.begin(), pdu.end());
    return frame;
}

void append_word(Bytes& bytes, int word) {
    bytes.push_back(static_cast<std::uint8_t>(word >> 8));
    bytes.push_back(static_cast<std::uint8_t>(word & 0xFF));
}

}  // namespace metersim
