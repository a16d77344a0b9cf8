#include "api/language.hpp"

#include "api/http/liking.hpp"
#include "api/problem.hpp"

namespace api {
namespace {

Language liked_best(std::string_view header) {
    Language best = Language::en;
    int most = 0;
    for (const Liking& each : likings_in(header)) {
        const bool is_english = each.range.starts_with("en");
        if (!is_english && !each.range.starts_with("zh")) continue;
        if (each.weight <= most) continue;
        most = each.weight;
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
