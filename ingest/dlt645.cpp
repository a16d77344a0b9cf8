#include "ingest/dlt645.hpp"

#include <algorithm>
#include <numeric>

namespace ingest {
namespace {

constexpr std::uint8_t start = 0x68;
constexpr std::uint8_t stop = 0x16;
constexpr std::uint8_t wake = 0xFE;
constexpr std::uint8_t disguise = 0x33;
constexpr std::uint8_t any_two_digits = any_meter[0];
constexpr std::size_t head = 10;  // 68, address, 68, control, length
constexpr std::size_t longest_body = 200;
constexpr std::uint8_t from_meter = 0x80;
constexpr std::uint8_t refused = 0x40;
constexpr std::uint8_t more_follows = 0x20;
constexpr std::uint8_t function = 0x1F;
constexpr std::size_t identifier_bytes = 4;

std::uint8_t sum_of(std::span<const std::uint8_t> bytes) {
    return static_cast<std::uint8_t>(std::accumulate(bytes.begin(), bytes.end(), 0U));
}

/// The frame of a meter that begins with the first byte, where a whole one does.
std::optional<Telegram> telegram_at(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < head + 2 || bytes[0] != start || bytes[7] != start) return std::nullopt;
    if ((bytes[8] & from_meter) == 0) return std::nullopt;  // our own words, echoed
    const std::size_t length = bytes[9];
    if (length > longest_body || bytes.size() < head + length + 2) return std::nullopt;
    const bool is_whole = bytes[head + length] == sum_of(bytes.first(head + length)) &&
                          bytes[head + length + 1] == stop;
    if (!is_whole) return std::nullopt;
    Telegram found{{}, bytes[8], {}};
    std::copy_n(bytes.begin() + 1, found.address.size(), found.address.begin());
    for (const std::uint8_t byte : bytes.subspan(head, length))
        found.body.push_back(static_cast<std::uint8_t>(byte - disguise));
    return found;
}

bool is_digits(std::uint8_t byte) { return byte >> 4U <= 9 && (byte & 0x0FU) <= 9; }

}  // namespace

std::optional<MeterAddress> address_of(const std::string& number) {
    constexpr std::size_t digits = 12;
    if (number.size() != digits || number.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    MeterAddress address{};
    for (std::size_t i = 0; i < address.size(); ++i) {
        const std::size_t at = digits - 2 * (i + 1);
        address[i] = static_cast<std::uint8_t>((number[at] - '0') << 4 | (number[at + 1] - '0'));
    }
    return address;
}

std::optional<std::string> number_of(const MeterAddress& address) {
    if (!std::all_of(address.begin(), address.end(), is_digits)) return std::nullopt;
    std::string number;
    std::for_each(address.rbegin(), address.rend(), [&](std::uint8_t byte) {
        number += static_cast<char>('0' + (byte >> 4U));
        number += static_cast<char>('0' + (byte & 0x0FU));
    });
    return number;
}

Octets to_wire(const Telegram& telegram) {
    Octets bytes{start};
    bytes.insert(bytes.end(), telegram.address.begin(), telegram.address.end());
    bytes.insert(bytes.end(),
                 {start, telegram.control, static_cast<std::uint8_t>(telegram.body.size())});
    for (const std::uint8_t byte : telegram.body)
        bytes.push_back(static_cast<std::uint8_t>(byte + disguise));
    bytes.push_back(sum_of(bytes));
    bytes.push_back(stop);
    bytes.insert(bytes.begin(), 4, wake);
    return bytes;
}

std::optional<Telegram> find_telegram(std::span<const std::uint8_t> heard) {
    for (; !heard.empty(); heard = heard.subspan(1)) {
        if (auto found = telegram_at(heard)) return found;
    }
    return std::nullopt;
}

bool answers(const Telegram& reply, const Telegram& request) {
    const bool is_of_whom = std::equal(
        request.address.begin(), request.address.end(), reply.address.begin(),
        [](std::uint8_t asked, std::uint8_t is) { return asked == any_two_digits || asked == is; });
    const bool is_of_kind = (reply.control & from_meter) != 0 &&
                            (reply.control & function) == (request.control & function);
    if (!is_of_whom || !is_of_kind) return false;
    if ((reply.control & refused) != 0) return !reply.body.empty();
    const bool is_part = request.control == control_code::read_more;
    if (request.control != control_code::read && !is_part) return true;
    if (reply.body.size() < request.body.size()) return false;
    if (is_part && reply.body.back() != request.body.back()) return false;
    return std::equal(request.body.begin(), request.body.begin() + identifier_bytes,
                      reply.body.begin());
}

std::optional<std::string> refusal_in(const Telegram& reply) {
    if ((reply.control & refused) == 0) return std::nullopt;
    constexpr std::array<const char*, 7> reasons{
        "another error",          "it has no such item", "wrong password, or no right",
        "the baud rate is fixed", "too many year zones", "too many day periods",
        "too many rates"};
    for (std::size_t bit = reasons.size(); bit-- > 1;) {
        if ((reply.body[0] & (1U << bit)) != 0) return reasons[bit];
    }
    return reasons[0];
}

bool is_refused_for_good(const Telegram& reply) {
    constexpr std::uint8_t no_item_or_no_right = 0b110;
    return refusal_in(reply) && (reply.body[0] & no_item_or_no_right) != 0;
}

Telegram read_request(const MeterAddress& meter, std::uint32_t identifier) {
    Telegram request{meter, control_code::read, {}};
    for (unsigned i = 0; i < identifier_bytes; ++i)
        request.body.push_back(static_cast<std::uint8_t>(identifier >> 8U * i));
    return request;
}

bool has_more(const Telegram& reply) { return (reply.control & more_follows) != 0; }

Telegram read_more_request(const MeterAddress& meter, std::uint32_t identifier, std::uint8_t part) {
    Telegram request = read_request(meter, identifier);
    request.control = control_code::read_more;
    request.body.push_back(part);
    return request;
}

std::span<const std::uint8_t> item_in(const Telegram& reply) {
    const bool is_part = (reply.control & function) == control_code::read_more;
    const std::size_t around = identifier_bytes + (is_part ? 1 : 0);
    if (reply.body.size() < around) return {};
    return std::span(reply.body).subspan(identifier_bytes, reply.body.size() - around);
}

}  // namespace ingest
