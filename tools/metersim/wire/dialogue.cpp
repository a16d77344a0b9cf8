#include "tools/metersim/wire/dialogue.hpp"

namespace metersim {
namespace {

constexpr std::uint8_t read_holding = 0x03;
constexpr std::uint8_t write_multiple = 0x10;
constexpr int most_read = 125;
constexpr int most_written = 123;
constexpr std::int64_t before_rollover_centikwh = Meter::highest_energy_centikwh - 5;

Disguise choose_disguise(const Fires& fires) {
    if (fires(FaultKind::zero_reading)) return Disguise::zero;
    if (fires(FaultKind::spike)) return Disguise::spike;
    return Disguise::none;
}

Bytes answer_read(Meter& meter, BytesView pdu, const Fires& fires) {
    if (pdu.size() != 5) return exception_reply(pdu, Exception::illegal_value);
    const int count = word_at(pdu, 3);
    if (count < 1 || count > most_read) return exception_reply(pdu, Exception::illegal_value);
    if (fires(FaultKind::rollover)) meter.set_energy(before_rollover_centikwh);
    if (fires(FaultKind::reset)) meter.set_energy(0);

    const auto first = static_cast<Address>(word_at(pdu, 1));
    const auto outcome = meter.read(first, static_cast<std::size_t>(count), choose_disguise(fires));
    const auto* refusal = std::get_if<Exception>(&outcome);
    if (refusal != nullptr) return exception_reply(pdu, *refusal);

    Bytes reply{read_holding, static_cast<std::uint8_t>(2 * count)};
    for (const std::uint16_t word : std::get<Words>(outcome)) append_word(reply, word);
    return reply;
}

bool is_whole_write(BytesView pdu) {
    if (pdu.size() < 6) return false;
    const int count = word_at(pdu, 3);
    const std::size_t bytes = 2 * static_cast<std::size_t>(count);
    return count >= 1 && count <= most_written && pdu[5] == bytes && pdu.size() == 6 + bytes;
}

Bytes answer_write(Meter& meter, BytesView pdu, const Fires& fires) {
    if (!is_whole_write(pdu)) return exception_reply(pdu, Exception::illegal_value);
    const auto first = static_cast<Address>(word_at(pdu, 1));
    Words words;
    for (std::size_t at = 6; at < pdu.size(); at += 2) {
        words.push_back(static_cast<std::uint16_t>(word_at(pdu, at)));
    }
    if (meter.is_relay_order(first, words.size())) {
        meter.set_relay_stuck(fires(FaultKind::relay_stuck));
    }
    const Exception refusal = meter.write(first, words);
    if (refusal != Exception::none) return exception_reply(pdu, refusal);
    return {pdu.begin(), pdu.begin() + 5};
}

}  // namespace

Bytes answer(Meter& meter, BytesView pdu, const Fires& fires) {
    if (fires(FaultKind::failure)) return exception_reply(pdu, Exception::device_failure);
    if (fires(FaultKind::busy)) return exception_reply(pdu, Exception::device_busy);
    if (fires(FaultKind::gateway)) return exception_reply(pdu, Exception::gateway_target_silent);

    const int function = pdu.empty() ? 0 : pdu[0];
    if (function == read_holding) return answer_read(meter, pdu, fires);
    if (function == write_multiple) return answer_write(meter, pdu, fires);
    return exception_reply(pdu, Exception::illegal_function);
}

Bytes exception_reply(BytesView pdu, Exception exception) {
    const int function = pdu.empty() ? 0 : pdu[0];
    return {static_cast<std::uint8_t>(function | 0x80), static_cast<std::uint8_t>(exception)};
}

}  // namespace metersim
