#include "api/http/liking.hpp"

#include <algorithm>
#include <string>

#include "ledger/values/decimal.hpp"

namespace api {
namespace {

constexpr int most = 1'000;

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

std::string_view take_until(std::string_view& text, char end) {
    const std::size_t at = std::min(text.find(end), text.size());
    const std::string_view part = trimmed(text.substr(0, at));
    text.remove_prefix(std::min(at + 1, text.size()));
    return part;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

int weight_in(std::string_view parameters) {
    while (!parameters.empty()) {
        const std::string_view each = take_until(parameters, ';');
        if (!each.starts_with("q=") && !each.starts_with("Q=")) continue;
        const auto weight = ledger::from_decimal(each.substr(2), 3);
        return weight && *weight >= 0 && *weight <= most ? static_cast<int>(*weight) : 0;
    }
    return most;
}

/// How much a range says of a type; 0: it is about others.
int specificity(std::string_view range, std::string_view type) {
    if (range == "*/*") return 1;
    if (range.ends_with("/*"))
        return same(range.substr(0, range.size() - 1), type.substr(0, range.size() - 1)) ? 2 : 0;
    return same(range, type) ? 3 : 0;
}

int weight_of(const std::vector<Liking>& likings, std::string_view type) {
    int said = 0;
    int weight = 0;
    for (const Liking& each : likings) {
        const int says = specificity(each.range, type);
        if (says <= said) continue;
        said = says;
        weight = each.weight;
    }
    return weight;
}

}  // namespace

std::vector<Liking> likings_in(std::string_view header) {
    std::vector<Liking> likings;
    while (!header.empty()) {
        std::string_view whole = take_until(header, ',');
        const std::string_view range = take_until(whole, ';');
        if (!range.empty()) likings.push_back({std::string(range), weight_in(whole)});
    }
    return likings;
}

std::string_view liked_type(std::string_view accept, const std::vector<std::string_view>& types) {
    const auto likings = likings_in(accept);
    return *std::ranges::max_element(
        types, {}, [&](std::string_view each) { return weight_of(likings, each); });
}

}  // namespace api
