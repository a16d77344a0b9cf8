#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ingest {

using Octets = std::vector<std::uint8_t>;

/// A meter's twelve digits, two to a byte, the last two first.
using MeterAddress = std::array<std::uint8_t, 6>;

/// What is said to a meter that nobody knows: all that hear it answer at once.
constexpr MeterAddress any_meter{0xAA, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA};

/// What is said to every meter on the line, and answered by none.
constexpr MeterAddress every_meter{0x99, 0x99, 0x99, 0x99, 0x99, 0x99};

/// The control codes of DL/T 645-2007 that a master sends here. A reply bears the same code with
/// the highest bit set, and the second highest too where the meter refuses.
namespace control_code {
constexpr std::uint8_t broadcast_time = 0x08;
constexpr std::uint8_t read = 0x11;
constexpr std::uint8_t read_more = 0x12;
constexpr std::uint8_t read_address = 0x13;
constexpr std::uint8_t write = 0x14;
constexpr std::uint8_t relay = 0x1C;
}  // namespace control_code

/// One frame of DL/T 645-2007, of either direction: 68 A0..A5 68 C L DATA CS 16. On the wire each
/// byte of DATA is 33H more than here.
struct Telegram {
    MeterAddress address;
    std::uint8_t control;
    Octets body;  ///< at most 200 bytes

    friend bool operator==(const Telegram&, const Telegram&) = default;
};

/// Nothing for a number that is not of twelve digits.
std::optional<MeterAddress> address_of(const std::string& number);

/// Nothing where a nibble is no digit.
std::optional<std::string> number_of(const MeterAddress& address);

/// The bytes of a frame, behind four FE that wake the meter.
Octets to_wire(const Telegram& telegram);

/// The first whole frame of a meter with a good checksum in what was heard, whatever noise or echo
/// is before it. Takes any bytes.
std::optional<Telegram> find_telegram(std::span<const std::uint8_t> heard);

/// Whether a telegram is the meter's answer to this one: by the meter that was asked, of the same
/// kind, and of the same item, and of the same part of it, where items are read.
bool answers(const Telegram& reply, const Telegram& request);

/// Why the meter refuses, for people; nothing where it does not.
std::optional<std::string> refusal_in(const Telegram& reply);

/// The item is not there, or not for us: asking again changes nothing.
bool is_refused_for_good(const Telegram& reply);

/// Asks for one item: its four-byte identifier, such as 0x00900200 for the remaining amount.
Telegram read_request(const MeterAddress& meter, std::uint32_t identifier);

/// Whether the item is longer than this reply: the rest is asked for.
bool has_more(const Telegram& reply);

/// Asks for the next part of an item: the first that is asked for like this is number 1.
Telegram read_more_request(const MeterAddress& meter, std::uint32_t identifier, std::uint8_t part);

/// The bytes of the item that a reply carries, without its identifier and its part's number.
std::span<const std::uint8_t> item_in(const Telegram& reply);

}  // namespace ingest
