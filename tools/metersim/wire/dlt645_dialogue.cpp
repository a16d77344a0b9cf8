#include "tools/metersim/wire/dlt645_dialogue.hpp"

#include <algorithm>
#include <array>

#include "tools/metersim/maps/dlt645.hpp"

namespace metersim {
namespace {

constexpr std::uint8_t read_item = 0x11;
constexpr std::uint8_t read_more = 0x12;
constexpr std::uint8_t read_address = 0x13;
constexpr std::uint8_t write_item = 0x14;
constexpr std::uint8_t relay = 0x1C;
constexpr std::uint8_t of_meter = 0x80;
constexpr std::uint8_t refused = 0xC0;
constexpr std::uint8_t more_follows = 0x20;

constexpr std::uint8_t other_error = 0x01;
constexpr std::uint8_t no_such_item = 0x02;
constexpr std::uint8_t wrong_password = 0x04;

constexpr std::int64_t before_rollover_centikwh = 99'999'999 - 5;
constexpr std::size_t relay_bytes = 16;
constexpr std::size_t head_bytes = 5;      // control code and identifier
constexpr std::size_t longest_part = 194;  // a frame's 200 less identifier and part number
constexpr std::size_t part_in_pieces = 8;  // where it speaks in pieces
constexpr std::array<std::uint8_t, 4> factory_password{0x02, 0x00, 0x00, 0x00};

Bytes refusal(std::uint8_t control, std::uint8_t error) {
    return {static_cast<std::uint8_t>(control | refused), error};
}

Disguise choose_disguise(const Fires& fires) {
    if (fires(FaultKind::zero_reading)) return Disguise::zero;
    if (fires(FaultKind::spike)) return Disguise::spike;
    return Disguise::none;
}

std::uint32_t identifier_in(BytesView request) {
    return request[1] | std::uint32_t{request[2]} << 8U | std::uint32_t{request[3]} << 16U |
           std::uint32_t{request[4]} << 24U;
}

/// As much of what is unsaid as fits; the code says whether more follows.
Bytes part_of(Meter& meter, BytesView request, std::size_t most) {
    const std::size_t said = std::min(most, meter.unsaid.size());
    const bool is_last = said == meter.unsaid.size();
    const auto end = meter.unsaid.begin() + static_cast<std::ptrdiff_t>(said);
    Bytes reply(head_bytes + said);
    reply[0] = static_cast<std::uint8_t>(request[0] | of_meter | (is_last ? 0 : more_follows));
    std::ranges::copy(request.subspan(1, head_bytes - 1), reply.begin() + 1);
    std::copy(meter.unsaid.begin(), end, reply.begin() + head_bytes);
    meter.unsaid.erase(meter.unsaid.begin(), end);
    return reply;
}

Bytes answer_read(Meter& meter, BytesView request, const Fires& fires) {
    if (request.size() < 5) return refusal(read_item, other_error);
    if (fires(FaultKind::rollover)) meter.set_energy(before_rollover_centikwh);
    if (fires(FaultKind::reset)) meter.set_energy(0);
    const auto item = dlt645_item(meter.shown(choose_disguise(fires)), identifier_in(request));
    if (!item) return refusal(read_item, no_such_item);
    meter.unsaid = *item;
    return part_of(meter, request, fires(FaultKind::pieces) ? part_in_pieces : longest_part);
}

/// The next part of the item that was asked for last, with its number behind it.
Bytes answer_read_more(Meter& meter, BytesView request) {
    if (request.size() != 6 || meter.unsaid.empty()) return refusal(read_more, other_error);
    Bytes reply = part_of(meter, request, part_in_pieces);
    reply.push_back(request[5]);
    return reply;
}

int two_digits(std::uint8_t byte) { return byte / 16 * 10 + byte % 16; }

/// Second, minute, hour, day, month, year: the last moment at which the order may be carried out.
bool is_over(BytesView deadline, const LocalTime& now) {
    const std::array<int, 6> last{two_digits(deadline[5]), two_digits(deadline[4]),
                                  two_digits(deadline[3]), two_digits(deadline[2]),
                                  two_digits(deadline[1]), two_digits(deadline[0])};
    const std::array<int, 6> is{now.year % 100, now.month,  now.day,
                                now.hour,       now.minute, now.second};
    return is > last;
}

/// What an order makes of the forced control; nothing where it is unknown, or power is kept.
std::optional<ForcedControl> obeyed(std::uint8_t order, const ForcedControl& now) {
    constexpr ForcedControl off{.is_enabled = false, .is_trip = false};
    const bool is_kept = now.is_enabled && !now.is_trip;
    switch (order) {
        case 0x1A:
            if (is_kept) return std::nullopt;
            return ForcedControl{.is_enabled = true, .is_trip = true};
        case 0x1B:
        case 0x1C:
            return is_kept ? now : off;
        case 0x3A:
            return ForcedControl{.is_enabled = true, .is_trip = false};
        case 0x3B:
            return is_kept ? off : now;
        default:
            return std::nullopt;
    }
}

Bytes answer_order(Meter& meter, BytesView request, const Fires& fires) {
    if (request.size() != 1 + relay_bytes) return refusal(relay, other_error);
    const BytesView data = request.subspan(1);
    if (!std::ranges::equal(data.first(4), factory_password)) return refusal(relay, wrong_password);
    const MeterState state = meter.true_state();
    if (is_over(data.subspan(10), state.clock)) return refusal(relay, other_error);
    const auto forced = obeyed(data[8], state.forced);
    if (!forced) return refusal(relay, other_error);
    meter.set_relay_stuck(fires(FaultKind::relay_stuck));
    meter.force(*forced);
    return {relay | of_meter};
}

/// Year, month, day and hour, minute, second, as far as the item tells them.
std::optional<LocalTime> written(const LocalTime& now, std::uint32_t item, BytesView content) {
    LocalTime told = now;
    if (item == dlt645_date && content.size() == 4) {
        told.day = two_digits(content[1]);
        told.month = two_digits(content[2]);
        told.year = 2000 + two_digits(content[3]);
        return told;
    }
    if (item != dlt645_time || content.size() != 3) return std::nullopt;
    told.second = two_digits(content[0]);
    told.minute = two_digits(content[1]);
    told.hour = two_digits(content[2]);
    return told;
}

/// Item, password, operator and content: the clock may be written, and nothing else.
Bytes answer_write(Meter& meter, BytesView request) {
    if (request.size() < 13) return refusal(write_item, other_error);
    if (!std::ranges::equal(request.subspan(5, 4), factory_password))
        return refusal(write_item, wrong_password);
    const auto told =
        written(meter.true_state().clock, identifier_in(request), request.subspan(13));
    if (!told) return refusal(write_item, no_such_item);
    if (!meter.set_clock(*told)) return refusal(write_item, other_error);
    return {write_item | of_meter};
}

}  // namespace

Bytes answer_dlt645(Meter& meter, BytesView request, const Fires& fires) {
    const std::uint8_t control = request[0];
    if (fires(FaultKind::failure) || fires(FaultKind::busy)) return refusal(control, other_error);
    if (control == read_item) return answer_read(meter, request, fires);
    if (control == read_more) return answer_read_more(meter, request);
    if (control == write_item) return answer_write(meter, request);
    if (control == relay) return answer_order(meter, request, fires);
    if (control != read_address) return refusal(control, other_error);
    Bytes reply{read_address | of_meter};
    const Bytes own = dlt645_address(meter.true_state().number);
    reply.insert(reply.end(), own.begin(), own.end());
    return reply;
}

void hear_dlt645_time(Meter& meter, BytesView telegram) {
    if (telegram.size() != 7) return;
    const auto at = [&](std::size_t byte) { return two_digits(telegram[byte]); };
    meter.hear_time({.year = 2000 + at(6),
                     .month = at(5),
                     .day = at(4),
                     .weekday = 0,
                     .hour = at(3),
                     .minute = at(2),
                     .second = at(1)});
}

}  // namespace metersim
