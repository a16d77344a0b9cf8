#include "api/reports/case_report.hpp"

namespace api {
namespace {

using projections::CaseKind;

CaseColumn kind() {
    return {{"kind", ValueKind::text, "报警类型", "Alarm"},
            [](const CaseTold& told) -> ReportValue {
                return word_of(WordList::alarm, told.begun.what, told.language);
            }};
}

CaseColumn raised_at() { return case_began_at("raised_at", {"报警时间", "Raised at"}); }

}  // namespace

std::vector<Report> alarm_reports() {
    return {
        report_of({"live-alarms",
                   {"实时报警", "Live alarms"},
                   {"截至某时尚未解除的报警", "Every alarm that has not been cleared yet"},
                   {"building", "account", "wallet", "meter"},
                   CaseKind::alarm,
                   {case_position(), raised_at(), kind(), case_meter(), case_building(),
                    case_account(), case_detail(), case_duration()},
                   true}),
        report_of({"alarms",
                   {"历史报警", "Alarms"},
                   {"每次报警、何时解除与持续多久",
                    "Every alarm, when it was cleared, how long it lasted"},
                   {"from", "to", "building", "account", "wallet", "meter"},
                   CaseKind::alarm,
                   {case_position(), raised_at(), kind(), case_meter(), case_building(),
                    case_account(), case_detail(), case_state(),
                    case_ended_at("cleared_at", {"解除时间", "Cleared at"}), case_duration()}})};
}

}  // namespace api
