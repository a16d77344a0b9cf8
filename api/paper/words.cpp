#include "api/paper/words.hpp"

#include <array>
#include <map>
#include <utility>

namespace api {
namespace {

using Pair = std::pair<const char*, const char*>;

}  // namespace

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
