#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/control/notice_template.hpp"
#include "ledger/rules/control/notices.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

Refused<Refusal> not_pending(Position notice) {
    return refuse(Rule::notice_must_be_pending, "notice",
                  fmt::format("notice {} came to an end or never was: take the next that is queued",
                              notice.number));
}

}  // namespace

Decision decide_one(const State& state, const ReportNoticeDelivered& command,
                    const Occasion& occasion) {
    const PendingNotice* notice = find(state.notices, command.notice);
    if (notice == nullptr) return not_pending(command.notice);
    if (auto no = check_text_or_empty("reference", command.reference)) return refused(*no);
    const Position text = command.text.value_or(Position{});
    if (!is_text_of(state, text, notice->queued))
        return refuse(Rule::value_must_be_in_range, "text",
                      fmt::format("event {} is no text of {} in {}: give the position of the text "
                                  "that it was told by, or none for the built-in one",
                                  text.number, to_text(notice->queued.kind),
                                  to_text(notice->queued.language)));
    return std::vector<Draft>{{NoticeDelivered{command.notice, notice->queued.wallet,
                                               notice->attempts + 1, command.reference, text},
                               occasion.now, command.notice}};
}

Decision decide_one(const State& state, const ReportNoticeFailed& command,
                    const Occasion& occasion) {
    const PendingNotice* notice = find(state.notices, command.notice);
    if (notice == nullptr) return not_pending(command.notice);
    if (auto no = check_text("cause", command.cause)) return refused(*no);
    return std::vector<Draft>{{NoticeFailed{command.notice, notice->queued.wallet,
                                            notice->attempts + 1, command.cause, command.is_final},
                               occasion.now, command.notice}};
}

Decision decide_one(const State& state, const SetNoticeText& command, const Occasion& occasion) {
    const NoticeTextSet& wanted = command.fact;
    if (const auto fault = fault_of_notice_text(wanted.text))
        return refuse(Rule::notice_text_must_be_well_formed, "text", *fault);
    const Position known = text_for(state, wanted.kind, wanted.language);
    const std::string text = known.is_none() ? "" : state.notice_texts.at(known).text;
    if (text == wanted.text) return nothing_changes();
    return one_event(wanted, occasion);
}

}  // namespace ledger
