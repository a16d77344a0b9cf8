#include "api/reports/case_report.hpp"

#include "projections/read_models.hpp"
#include "projections/reports/places.hpp"

namespace api {
namespace {

using projections::Case;
using projections::CaseCourse;
using projections::KnownCases;

bool is_wanted(const Question& question, const Case& begun) {
    return question.wants(begun.building) && question.wants(begun.wallet) &&
           question.wants(begun.meter) && question.wants_operator(begun.actor);
}

void tell(const CaseReport& report, const ReportSource& source, const Question& question,
          const RowSink& sink) {
    const KnownCases known(source.view, question.until);
    const ledger::Instant now = moment_of(source, known.horizon());
    const ledger::Day from = report.is_live ? ledger::Day{} : question.from;
    const ledger::Day to = report.is_live ? known.horizon().day : question.to;
    known.each(report.kind, from, to, [&](const Case& begun, const CaseCourse& course) {
        if (report.is_live && course.ended_at) return;
        if (!is_wanted(question, begun)) return;
        const CaseTold told{begun, course, now, question.language, source.journal};
        ReportRow row;
        for (const CaseColumn& each : report.columns) row.push_back(each.value(told));
        sink(row);
    });
}

}  // namespace

CaseColumn case_position() {
    return {{"position", ValueKind::count, "流水号", "Event"},
            [](const CaseTold& told) -> ReportValue {
                return static_cast<std::int64_t>(told.begun.position.number);
            }};
}

CaseColumn case_meter() {
    return {{"meter", ValueKind::text, "电表", "Meter"},
            [](const CaseTold& told) -> ReportValue { return told.begun.meter.text(); }};
}

CaseColumn case_building() {
    return {{"building", ValueKind::text, "楼栋", "Building"},
            [](const CaseTold& told) -> ReportValue { return told.begun.building.text(); }};
}

CaseColumn case_account() {
    return {{"account", ValueKind::text, "账户", "Account"},
            [](const CaseTold& told) -> ReportValue {
                return projections::account_of(told.begun.wallet).text();
            }};
}

CaseColumn case_operator() {
    return {{"operator", ValueKind::text, "操作员", "Operator"},
            [](const CaseTold& told) -> ReportValue { return told.begun.actor; }};
}

CaseColumn case_reason() {
    return {{"reason", ValueKind::text, "原因", "Reason"},
            [](const CaseTold& told) -> ReportValue { return told.begun.reason; }};
}

CaseColumn case_detail() {
    return {{"detail", ValueKind::text, "详情", "Detail"},
            [](const CaseTold& told) -> ReportValue { return told.begun.detail; }};
}

CaseColumn case_attempts() {
    return {{"attempts", ValueKind::count, "尝试次数", "Attempts", true},
            [](const CaseTold& told) -> ReportValue {
                return static_cast<std::int64_t>(told.course.attempts);
            }};
}

CaseColumn case_state() {
    return {{"state", ValueKind::text, "状态", "State"}, [](const CaseTold& told) -> ReportValue {
                return word_of(WordList::course, told.course.state, told.language);
            }};
}

CaseColumn case_result() {
    return {{"result", ValueKind::text, "结果", "Result"},
            [](const CaseTold& told) -> ReportValue { return told.course.result; }};
}

CaseColumn case_duration() {
    return {{"duration", ValueKind::duration, "时长", "Lasted"},
            [](const CaseTold& told) -> ReportValue {
                return span_between(told.begun.occurred_at,
                                    told.course.ended_at.value_or(told.now));
            }};
}

CaseColumn case_began_at(const char* name, Wording heading) {
    return {{name, ValueKind::time, heading.zh, heading.en},
            [](const CaseTold& told) -> ReportValue { return told.begun.occurred_at; }};
}

CaseColumn case_ended_at(const char* name, Wording heading) {
    return {{name, ValueKind::time, heading.zh, heading.en},
            [](const CaseTold& told) -> ReportValue { return told.course.ended_at; }};
}

CaseColumn case_ended_by(const char* name, Wording heading) {
    return {{name, ValueKind::text, heading.zh, heading.en},
            [](const CaseTold& told) -> ReportValue { return told.course.ended_by; }};
}

Report report_of(const CaseReport& report) {
    return {report.name,
            report.title,
            report.about,
            report.parameters,
            {},
            {},
            true,
            cases_of,
            [columns = report.columns](const Question&) {
                std::vector<ReportColumn> described;
                for (const CaseColumn& each : columns) described.push_back(each.column);
                return described;
            },
            [report](const ReportSource& source, const Question& question, const RowSink& sink) {
                tell(report, source, question, sink);
            }};
}

ledger::Instant moment_of(const ReportSource& source, const projections::Horizon& horizon) {
    return projections::recorded_at(source.journal, horizon.position).value_or(ledger::Instant{});
}

const projections::Projection& cases_of(const projections::Models& models) { return models.cases; }

}  // namespace api
