#include "api/language.hpp"

#include <algorithm>
#include <charconv>

#include "api/problem.hpp"

namespace api {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

/// Thousandths of one range of Accept-Language: "en-GB;q=0.8" is 800.
int weight_of(std::string_view range) {
    const std::size_t at = range.find("q=");
    if (at == std::string_view::npos) return 1'000;
    const std::string_view text = range.substr(at + 2);
    int whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error != std::errc()) return 0;
    int weight = whole * 1'000;
    int place = 100;
    for (const char* c = end + 1; end != text.data() + text.size() && *end == '.' &&
                                  c < text.data() + text.size() && place > 0;
         ++c, place /= 10)
        weight += *c >= '0' && *c <= '9' ? (*c - '0') * place : 0;
    return weight;
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
