#include "ingest/notices/sms_shape.hpp"

#include <algorithm>

namespace notices {
namespace {

constexpr std::size_t fewest_digits = 3;
constexpr std::size_t most_digits = 15;  // ITU-T E.164

struct Room {
    std::size_t alone;
    std::size_t in_a_part;  ///< a part of many has six octets less
};
constexpr Room gsm7{160, 153};
constexpr Room ucs2{70, 67};

/// Letters that mean the same in ASCII and in GSM's alphabet.
bool is_plain(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '%' && c <= '?') || c == ' ' ||
           c == '!' || c == '"' || c == '#' || c == '\n';
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }
bool needs_two_units(char c) { return static_cast<unsigned char>(c) >= 0xF0U; }

std::size_t parts_of(std::size_t letters, const Room& room) {
    return letters <= room.alone ? 1 : (letters + room.in_a_part - 1) / room.in_a_part;
}

}  // namespace

SmsShape shape_of(std::string_view utf8) {
    if (std::all_of(utf8.begin(), utf8.end(), is_plain))
        return {false, parts_of(utf8.size(), gsm7)};
    std::size_t units = 0;
    for (const char c : utf8) units += begins_character(c) ? (needs_two_units(c) ? 2U : 1U) : 0U;
    return {true, parts_of(units, ucs2)};
}

std::string dialled(std::string_view phone) {
    std::string number;
    for (const char c : phone) {
        const bool is_digit = c >= '0' && c <= '9';
        if (is_digit || (c == '+' && number.empty())) {
            number += c;
        } else if (std::string_view(" -.()").find(c) == std::string_view::npos) {
            return {};
        }
    }
    const std::size_t digits = number.size() - (number.starts_with('+') ? 1U : 0U);
    return digits >= fewest_digits && digits <= most_digits ? number : std::string{};
}

}  // namespace notices
