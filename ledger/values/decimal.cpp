#include "ledger/values/decimal.hpp"

#include <algorithm>
#include <string>

#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

constexpr std::size_t shortest_fraction = 2;  // "12.30", never "12.3"

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string to_decimal(std::int64_t count, int digits) {
    ensure(digits >= static_cast<int>(shortest_fraction) && digits <= 18, "2 to 18 decimals");
    // Through unsigned, so that the most negative count has a magnitude too.
    const auto bits = static_cast<std::uint64_t>(count);
    std::string text = std::to_string(count < 0 ? ~bits + 1 : bits);
    const auto decimals = static_cast<std::size_t>(digits);
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    const std::size_t point = text.size() - decimals;
    text.insert(point, 1, '.');
    text.resize(std::max(text.find_last_not_of('0') + 1, point + 1 + shortest_fraction));
    if (count < 0) text.insert(0, 1, '-');
    return text;
}

std::optional<std::int64_t> from_decimal(std::string_view text, int digits) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = point < text.size() ? text.substr(point + 1) : "";
    if (whole.empty() || (point < text.size() && fraction.empty())) return std::nullopt;
    if (fraction.size() > static_cast<std::size_t>(digits)) return std::nullopt;
    if (!std::all_of(whole.begin(), whole.end(), is_digit)) return std::nullopt;
    if (!std::all_of(fraction.begin(), fraction.end(), is_digit)) return std::nullopt;

    std::string all(whole);
    all += fraction;
    all.append(static_cast<std::size_t>(digits) - fraction.size(), '0');
    std::int64_t count = 0;
    for (const char c : all) {
        const std::int64_t digit = c - '0';
        if (__builtin_mul_overflow(count, std::int64_t{10}, &count)) return std::nullopt;
        if (__builtin_add_overflow(count, negative ? -digit : digit, &count)) return std::nullopt;
    }
    return count;
}

}  // namespace ledger
