#include "tools/metersim/decimal.hpp"

#include <fmt/format.h>

namespace metersim {
namespace {

constexpr std::size_t most_figures = 18;  // what always fits an int64

bool is_figures(std::string_view text) {
    if (text.empty()) return false;
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int step = 0; step < exponent; ++step) power *= 10;
    return power;
}

}  // namespace

std::optional<std::int64_t> read_decimal(std::string_view text, int digits) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const bool has_fraction = point != std::string_view::npos;
    const std::string_view fraction = has_fraction ? text.substr(point + 1) : std::string_view{};
    if (!is_figures(whole) || (has_fraction && !is_figures(fraction))) return std::nullopt;

    const auto places = static_cast<std::size_t>(digits);
    if (fraction.size() > places || whole.size() + places > most_figures) return std::nullopt;
    std::string figures{whole};
    figures.append(fraction).append(places - fraction.size(), '0');
    const std::int64_t count = std::stoll(figures);
    return negative ? -count : count;
}

std::string write_decimal(std::int64_t count, int digits) {
    if (digits == 0) return std::to_string(count);
    const std::int64_t unit = power_of_ten(digits);
    const std::int64_t size = count < 0 ? -count : count;
    return fmt::format("{}{}.{:0{}}", count < 0 ? "-" : "", size / unit, size % unit, digits);
}

}  // namespace metersim
