#include "api/language.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "ledger/values/decimal.hpp"

namespace api {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// Thousandths of one range of Accept-Language: "en-GB;q=0.8" is 800; what is no weight is none.
int weight_of(std::string_view range) {
    const std::size_t at = range.find("q=");
    if (at == std::string_view::npos) return 1'000;
    const auto weight = ledger::from_decimal(range.substr(at + 2), 3);
    return weight && *weight >= 0 && *weight <= 1'000 ? static_cast<int>(*weight) : 0;
}

Language liked_best(std::string_view header) {
    Language best = Language::en;
    int most = 0;
    while (!header.empty()) {
        const std::size_t comma = std::min(header.find(','), header.size());
        const std::string_view range = trimmed(header.substr(0, comma));
        header.remove_prefix(std::min(comma + 1, header.size()));
        const bool is_english = range.starts_with("en");
        if (!is_english && !range.starts_with("zh")) continue;
        if (weight_of(range) <= most) continue;
        most = weight_of(range);
        best = is_english ? Language::en : Language::zh;
    }
    return best;
}

}  // namespace

Language language_of(const Request& request) {
    const auto asked = request.parameter("lang");
    if (!asked) return liked_best(request.header("accept-language"));
    if (*asked == "zh") return Language::zh;
    if (*asked == "en") return Language::en;
    throw Problem(400, "field_must_fit", "lang", "lang: give zh or en");
}

}  // namespace api
