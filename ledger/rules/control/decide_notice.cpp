#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
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
    return std::vector<Draft>{{NoticeDelivered{command.notice, notice->queued.wallet,
                                               notice->attempts + 1, command.reference},
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

}  // namespace ledger
