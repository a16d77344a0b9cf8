#include "api/reports/case_report.hpp"

namespace api {
namespace {

CaseColumn kind() {
    return {{"kind", ValueKind::text, "指令", "Command"}, [](const CaseTold& told) -> ReportValue {
                return word_of(WordList::command, told.begun.what, told.language);
            }};
}

CaseColumn cause() {
    return {{"cause", ValueKind::text, "起因", "Cause"}, [](const CaseTold& told) -> ReportValue {
                return word_of(WordList::cause, told.begun.via, told.language);
            }};
}

CaseColumn batch() {
    return {{"batch", ValueKind::text, "批次", "Batch"},
            [](const CaseTold& told) -> ReportValue { return told.begun.batch.text(); }};
}

CaseColumn sent_at() {
    return {{"sent_at", ValueKind::time, "下发时间", "Sent at"},
            [](const CaseTold& told) -> ReportValue { return told.course.tried_at; }};
}

}  // namespace

std::vector<Report> command_reports() {
    return {report_of(
        {"commands",
         {"指令记录", "Commands"},
         {"每条远程指令：谁要求、结果如何、用时多久",
          "Every remote command: who asked for it, what came of it, how long it took"},
         {"from", "to", "building", "account", "wallet", "meter", "operator"},
         projections::CaseKind::command,
         {case_position(), case_began_at("requested_at", {"请求时间", "Requested at"}), kind(),
          case_meter(), case_building(), case_account(), case_operator(), cause(), case_reason(),
          batch(), case_attempts(), sent_at(), case_state(),
          case_ended_at("ended_at", {"结束时间", "Ended at"}), case_duration(), case_result()}})};
}

}  // namespace api
