#include "ledger/rules/control/notices.hpp"

#include <algorithm>

#include "ledger/rules/control/cutoff.hpp"

namespace ledger {

Position text_for(const State& state, NoticeKind kind, NoticeLanguage language) {
    const auto newest =
        std::find_if(state.notice_texts.rbegin(), state.notice_texts.rend(), [&](const auto& each) {
            return each.second.kind == kind && each.second.language == language;
        });
    const bool has_words = newest != state.notice_texts.rend() && !newest->second.text.empty();
    return has_words ? newest->first : Position{};
}

bool is_text_of(const State& state, Position text, const NoticeQueued& notice) {
    if (text.is_none()) return true;
    const NoticeTextSet* set = find(state.notice_texts, text);
    return set != nullptr && set->kind == notice.kind && set->language == notice.language &&
           !set->text.empty();
}

std::optional<NoticeKind> notice_of(AlarmKind alarm) {
    switch (alarm) {
        case AlarmKind::balance_low:
            return NoticeKind::balance_low;
        case AlarmKind::balance_very_low:
            return NoticeKind::balance_very_low;
        case AlarmKind::arrears:
            return NoticeKind::arrears;
        case AlarmKind::overload:
            return NoticeKind::overload;
        default:
            return std::nullopt;
    }
}

std::uint32_t channels_for(const State& state, NoticeKind kind) {
    if (!state.site->notices) return 0;
    const NoticeTerms& terms = *state.site->notices;
    const bool is_told =
        std::find(terms.kinds.begin(), terms.kinds.end(), kind) != terms.kinds.end();
    return is_told ? static_cast<std::uint32_t>(terms.channels.size()) : 0;
}

std::vector<NoticeQueued> notices_about(const State& state, const Meter& meter, NoticeKind kind,
                                        const NoticeFacts& facts, Instant now) {
    const Account* account = find(state.accounts, meter.account);
    if (account == nullptr || channels_for(state, kind) == 0) return {};
    NoticeQueued notice{.kind = kind,
                        .channel = {},
                        .language = state.site->notices->language,
                        .customer = account->customer,
                        .account = meter.account,
                        .wallet = meter.wallet,
                        .meter = meter.registered.meter,
                        .place = meter.registered.place,
                        .balance = facts.balance,
                        .at = now,
                        .line = facts.line,
                        .cut_at = {},
                        .power_w = facts.power_w,
                        .overload_w = {}};
    if (kind == NoticeKind::arrears && can_be_cut(state, meter, meter.relay_closed))
        notice.cut_at = cut_time(state, {now, 0, now});
    if (kind == NoticeKind::overload && meter.thresholds)
        notice.overload_w = meter.thresholds->overload_w;
    std::vector<NoticeQueued> all;
    for (const NoticeChannel channel : state.site->notices->channels) {
        notice.channel = channel;
        all.push_back(notice);
    }
    return all;
}

}  // namespace ledger
