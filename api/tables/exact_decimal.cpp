#include "api/tables/exact_decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace api {
namespace {

constexpr std::size_t shown_digits = 15;
constexpr int farthest_point = 30;
constexpr std::size_t longest = 60;

/// digits × 10^exponent, without zeros at either end; zero has no digits.
struct Digits {
    bool is_negative = false;
    std::string digits;
    int exponent = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const auto size = static_cast<std::size_t>(end - text.begin());
    const std::string_view digits = text.substr(0, size);
    text.remove_prefix(size);
    return digits;
}

/// "E-8" behind the digits; 0 where there is nothing.
std::optional<int> exponent_in(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    text.remove_prefix(1);
    if (text.starts_with('+')) text.remove_prefix(text.substr(1).starts_with('-') ? 0 : 1);
    int exponent = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return exponent;
}

void trim(Digits& number) {
    while (number.digits.starts_with('0')) number.digits.erase(0, 1);
    while (number.digits.ends_with('0')) {
        number.digits.pop_back();
        ++number.exponent;
    }
    if (number.digits.empty()) number = {};
}

std::optional<Digits> digits_in(std::string_view text) {
    if (text.size() > longest) return std::nullopt;
    Digits number;
    number.is_negative = text.starts_with('-');
    if (number.is_negative) text.remove_prefix(1);
    const std::string_view whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text);
        if (fraction.empty()) return std::nullopt;
    }
    const auto exponent = exponent_in(text);
    if (whole.empty() || !exponent || *exponent > farthest_point || *exponent < -farthest_point)
        return std::nullopt;
    number.digits = std::string(whole) + std::string(fraction);
    number.exponent = *exponent - static_cast<int>(fraction.size());
    trim(number);
    return number;
}

std::optional<std::string> plain(const Digits& number) {
    if (number.digits.empty()) return "0";
    const int point = static_cast<int>(number.digits.size()) + number.exponent;
    if (point > farthest_point || number.exponent < -farthest_point) return std::nullopt;
    std::string text = number.digits;
    if (number.exponent >= 0) {
        text.append(static_cast<std::size_t>(number.exponent), '0');
    } else if (point > 0) {
        text.insert(static_cast<std::size_t>(point), ".");
    } else {
        text = "0." + std::string(static_cast<std::size_t>(-point), '0') + text;
    }
    return number.is_negative ? "-" + text : text;
}

/// The shortest decimal that is the same binary number.
std::optional<Digits> shortest(std::string_view stored) {
    double binary = 0;
    const auto [end, fault] = std::from_chars(stored.data(), stored.data() + stored.size(), binary);
    if (fault != std::errc() || end != stored.data() + stored.size()) return std::nullopt;
    std::array<char, 40> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), binary,
                                       std::chars_format::scientific);
    return digits_in({text.data(), static_cast<std::size_t>(written.ptr - text.data())});
}

}  // namespace

std::optional<std::string> exact_decimal(std::string_view stored) {
    auto number = digits_in(stored);
    if (number && number->digits.size() > shown_digits) number = shortest(stored);
    if (!number || number->digits.size() > shown_digits) return std::nullopt;
    return plain(*number);
}

bool is_shown_whole(std::string_view decimal) {
    const auto number = digits_in(decimal);
    return number && number->digits.size() <= shown_digits;
}

}  // namespace api
