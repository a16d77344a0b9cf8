#include "api/reports/case_report.hpp"

namespace api {
namespace {

CaseColumn kind() {
    return {{"kind", ValueKind::text, "通知类型", "Notice"},
            [](const CaseTold& told) -> ReportValue {
                return word_of(WordList::notice, told.begun.what, told.language);
            }};
}

CaseColumn channel() {
    return {{"channel", ValueKind::text, "渠道", "Channel"},
            [](const CaseTold& told) -> ReportValue {
                return word_of(WordList::channel, told.begun.via, told.language);
            }};
}

CaseColumn wallet() {
    return {{"wallet", ValueKind::text, "钱包", "Wallet"},
            [](const CaseTold& told) -> ReportValue { return told.begun.wallet.text(); }};
}

CaseColumn balance() {
    return {{"balance", ValueKind::money, "当时余额", "Balance told"},
            [](const CaseTold& told) -> ReportValue { return told.begun.amount; }};
}

}  // namespace

std::vector<Report> notice_reports() {
    return {report_of(
        {"notices",
         {"通知记录", "Notices"},
         {"每条给客户的通知及其送达情况", "Every notice to a customer, and what became of it"},
         {"from", "to", "building", "account", "wallet", "meter"},
         projections::CaseKind::notice,
         {case_position(), case_began_at("queued_at", {"产生时间", "Queued at"}), kind(), channel(),
          wallet(), case_account(), case_meter(), case_building(), balance(), case_attempts(),
          case_state(), case_ended_at("ended_at", {"结束时间", "Ended at"}), case_duration(),
          case_result()}})};
}

}  // namespace api
