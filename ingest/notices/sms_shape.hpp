#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace notices {

/// How a text travels: letters of seven bits where GSM's alphabet has all of them as ASCII has
/// them, else UCS-2; and in how many parts. 3GPP TS 23.038, 23.040.
struct SmsShape {
    bool is_unicode;
    std::size_t parts;
};
SmsShape shape_of(std::string_view utf8);

/// The digits of a number as a modem is told them, with a + where it has one; empty: it cannot be
/// dialled. Blanks, hyphens, dots and parentheses are for people.
std::string dialled(std::string_view phone);

}  // namespace notices
