#include "api/paper/words.hpp"

#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "api/problem.hpp"

namespace api {
namespace {

using Pair = std::pair<const char*, const char*>;

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

Language paper_language_of(const Request& request) {
    const auto asked = request.parameter("lang");
    if (!asked) return liked_best(request.header("accept-language"));
    if (*asked == "zh") return Language::zh;
    if (*asked == "en") return Language::en;
    throw Problem(400, "field_must_fit", "lang", "lang: give zh or en");
}

std::string Words::of(ledger::Band band) const {
    constexpr std::array<Pair, 6> names{{{"单一", "single"},
                                         {"尖", "sharp"},
                                         {"峰", "peak"},
                                         {"平", "flat"},
                                         {"谷", "valley"},
                                         {"深谷", "deep valley"}}};
    const auto& [chinese, english] = names.at(static_cast<std::size_t>(band));
    return of(chinese, english);
}

std::string Words::of(projections::EntryKind kind) const {
    constexpr std::array<Pair, 11> names{{{"售电", "Sale"},
                                          {"退电", "Refund"},
                                          {"冲正", "Reversal"},
                                          {"用电", "Energy"},
                                          {"余额转移", "Transfer"},
                                          {"余额调整", "Adjustment"},
                                          {"结清", "Settlement"},
                                          {"固定费", "Fixed fee"},
                                          {"交班差额", "Shift difference"},
                                          {"老表金额转入", "Brought in"},
                                          {"电费更正", "Correction"}}};
    const auto& [chinese, english] = names.at(static_cast<std::size_t>(kind));
    return of(chinese, english);
}

std::string Words::of(ledger::AdjustmentKind kind) const {
    constexpr std::array<Pair, 4> names{{{"更正", "correction"},
                                         {"赠送", "goodwill"},
                                         {"核销", "write-off"},
                                         {"老表金额", "opening balance"}}};
    const auto& [chinese, english] = names.at(static_cast<std::size_t>(kind));
    return of(chinese, english);
}

std::string Words::of(const ledger::MethodId& method) const {
    static const std::map<std::string, Pair> known{
        {"cash", {"现金", "Cash"}},         {"bank", {"转账", "Bank transfer"}},
        {"wechat", {"微信", "WeChat Pay"}}, {"alipay", {"支付宝", "Alipay"}},
        {"pos", {"POS 刷卡", "POS"}},       {"card", {"刷卡", "Card"}}};
    const auto found = known.find(method.text());
    return found == known.end() ? method.text() : of(found->second.first, found->second.second);
}

std::string Words::title_of(projections::TransactionType type) const {
    constexpr std::array<Pair, 3> names{{{"售电收据", "Receipt"},
                                         {"退电凭证", "Refund receipt"},
                                         {"冲正凭证", "Reversal receipt"}}};
    const auto& [chinese, english] = names.at(static_cast<std::size_t>(type));
    return of(chinese, english);
}

}  // namespace api
