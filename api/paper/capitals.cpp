#include "api/paper/capitals.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace api {
namespace {

constexpr std::uint64_t myriad = 10'000;            // 万
constexpr std::uint64_t myriads = myriad * myriad;  // 亿
constexpr std::uint64_t micros_per_cent = 10'000;

std::string digit(std::uint64_t value) {
    constexpr std::array<std::string_view, 10> digits{"零", "壹", "贰", "叁", "肆",
                                                      "伍", "陆", "柒", "捌", "玖"};
    return std::string(digits.at(value));
}

/// 1 to 9999.
std::string of_four(std::uint64_t number) {
    constexpr std::array<std::string_view, 4> units{"仟", "佰", "拾", ""};
    std::string text;
    bool skipped = false;
    std::uint64_t place = 1'000;
    for (const std::string_view unit : units) {
        const std::uint64_t here = number / place % 10;
        if (here != 0) {
            if (skipped && !text.empty()) text += digit(0);
            text.append(digit(here)).append(unit);
        }
        skipped = here == 0;
        place /= 10;
    }
    return text;
}

/// From 1 on.
std::string of_whole(std::uint64_t number) {
    if (number < myriad) return of_four(number);
    const bool is_great = number >= myriads;
    const std::uint64_t unit = is_great ? myriads : myriad;
    const std::uint64_t rest = number % unit;
    std::string text = of_whole(number / unit) + (is_great ? "亿" : "万");
    if (rest == 0) return text;
    if (rest < unit / 10) text += digit(0);
    return text + of_whole(rest);
}

/// What stands behind 元: its tenths and its hundredths.
std::string of_cents(std::uint64_t cents, bool has_whole) {
    if (cents == 0) return "整";
    const std::uint64_t tenths = cents / 10;
    const std::uint64_t hundredths = cents % 10;
    std::string text;
    if (tenths != 0) text = digit(tenths) + "角";
    if (hundredths == 0) return text + "整";
    if (tenths == 0 && has_whole) text = digit(0);
    return text + digit(hundredths) + "分";
}

}  // namespace

std::string capitals(ledger::Money amount) {
    ledger::ensure(ledger::is_whole_cents(amount), "what stands in capitals is of whole cents");
    const bool is_negative = amount.is_negative();
    const auto bits = static_cast<std::uint64_t>(amount.count());
    const std::uint64_t all_cents = (is_negative ? ~bits + 1 : bits) / micros_per_cent;
    const std::uint64_t whole = all_cents / 100;
    if (all_cents == 0) return "零元整";
    std::string text = is_negative ? "负" : "";
    if (whole != 0) text += of_whole(whole) + "元";
    return text + of_cents(all_cents % 100, whole != 0);
}

}  // namespace api
