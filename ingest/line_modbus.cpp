#include <algorithm>
#include <cerrno>

#include <modbus.h>

#include "ingest/line.hpp"

namespace ingest {
namespace {

constexpr std::uint8_t exception_bit = 0x80;

void append_word(std::uint32_t word, Octets& bytes) {
    bytes.push_back(static_cast<std::uint8_t>(word >> 8U & 0xFFU));
    bytes.push_back(static_cast<std::uint8_t>(word & 0xFFU));
}

std::uint16_t word_at(const Octets& bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] << 8U | bytes[at + 1]);
}

/// As the RTU specification has it; low byte first on the wire.
std::uint16_t checksum(const Octets& bytes) {
    constexpr std::uint16_t polynomial = 0xA001;
    std::uint16_t sum = 0xFFFF;
    for (const std::uint8_t byte : bytes) {
        sum ^= byte;
        for (int bit = 0; bit < 8; ++bit)
            sum = static_cast<std::uint16_t>(sum >> 1U ^ ((sum & 1U) != 0 ? polynomial : 0));
    }
    return sum;
}

/// 0 where this reply, behind its unit, answers the question; else libmodbus' errno.
int fault_in(const Octets& question, const Octets& reply) {
    if (reply.size() < 2) return EMBBADDATA;
    if ((reply[0] & exception_bit) != 0) {
        const bool is_ours = reply.size() == 2 && reply[0] == (question[0] | exception_bit);
        const bool is_known = is_ours && reply[1] > 0 && reply[1] < MODBUS_EXCEPTION_MAX;
        return is_known ? MODBUS_ENOBASE + reply[1] : EMBBADEXC;
    }
    if (reply[0] != question[0]) return EMBBADDATA;
    if (reply[0] == MODBUS_FC_READ_HOLDING_REGISTERS) {
        const std::size_t length = std::size_t{2} * word_at(question, 3);
        return reply.size() == 2 + length && reply[1] == length ? 0 : EMBBADDATA;
    }
    constexpr std::size_t echo = 5;  // function, address and count of what was written
    const bool is_echo =
        reply.size() == echo && std::equal(reply.begin(), reply.end(), question.begin());
    return is_echo ? 0 : EMBBADDATA;
}

}  // namespace

/// Function and data as they travel.
Octets Line::framed(std::uint32_t unit, const Octets& question) {
    Octets frame;
    const bool is_tcp = settings_.transport == ledger::Transport::modbus_tcp;
    if (is_tcp) {
        append_word(++transaction_, frame);
        append_word(0, frame);
        append_word(static_cast<std::uint32_t>(question.size() + 1), frame);
    }
    frame.push_back(static_cast<std::uint8_t>(unit));
    frame.insert(frame.end(), question.begin(), question.end());
    if (is_tcp) return frame;
    const std::uint16_t sum = checksum(frame);
    frame.push_back(static_cast<std::uint8_t>(sum & 0xFFU));
    frame.push_back(static_cast<std::uint8_t>(sum >> 8U));
    return frame;
}

/// Function and data of what answers them.
Transaction<Octets> Line::exchange(std::uint32_t unit, const Octets& question) {
    if (auto ready = prepare(unit); !ready) return ledger::refused(ready.error());
    const Octets said = framed(unit, question);
    begin(said);
    if (!put_on_wire(said)) return ledger::refused(recover(errno));
    if (const int error = receive(); error != 0) return ledger::refused(recover(error));
    const Octets& heard = exchanges_.back().heard;
    const bool is_tcp = settings_.transport == ledger::Transport::modbus_tcp;
    const std::size_t header = is_tcp ? 6 : 0;
    const std::size_t trailer = is_tcp ? 0 : 2;
    if (heard.size() < header + trailer + 2) return ledger::refused(recover(EMBBADDATA));
    if (is_tcp && !std::equal(heard.begin(), heard.begin() + 4, said.begin()))
        return ledger::refused(recover(EMBBADDATA));
    if (heard[header] != said[header]) return ledger::refused(recover(EMBBADSLAVE));
    const Octets reply(heard.begin() + static_cast<std::ptrdiff_t>(header) + 1,
                       heard.end() - static_cast<std::ptrdiff_t>(trailer));
    if (const int error = fault_in(question, reply); error != 0)
        return ledger::refused(recover(error));
    silences_ = 0;
    return reply;
}

Transaction<std::vector<std::uint16_t>> Line::read(std::uint32_t unit, std::uint16_t address,
                                                   std::uint16_t count) {
    Octets question{MODBUS_FC_READ_HOLDING_REGISTERS};
    append_word(address, question);
    append_word(count, question);
    const auto reply = exchange(unit, question);
    if (!reply) return ledger::refused(reply.error());
    std::vector<std::uint16_t> words;
    for (std::size_t at = 2; at < reply->size(); at += 2) words.push_back(word_at(*reply, at));
    return words;
}

Transaction<Done> Line::write(std::uint32_t unit, std::uint16_t address,
                              std::span<const std::uint16_t> values) {
    Octets question{MODBUS_FC_WRITE_MULTIPLE_REGISTERS};
    append_word(address, question);
    append_word(static_cast<std::uint32_t>(values.size()), question);
    question.push_back(static_cast<std::uint8_t>(2 * values.size()));
    for (const std::uint16_t value : values) append_word(value, question);
    const auto reply = exchange(unit, question);
    if (!reply) return ledger::refused(reply.error());
    return Done{};
}

}  // namespace ingest
