#include "api/reports/case_report.hpp"
#include "projections/reports/booking.hpp"

namespace api {
namespace {

using projections::CaseKind;

CaseColumn recorded_at() {
    return {{"recorded_at", ValueKind::time, "入账时间", "Recorded at"},
            [](const CaseTold& told) -> ReportValue { return told.begun.recorded_at; }};
}

// --- quarantine ------------------------------------------------------------------------------

CaseColumn doubt() {
    return {{"doubt", ValueKind::text, "隔离原因", "Doubt"},
            [](const CaseTold& told) -> ReportValue {
                return word_of(WordList::doubt, told.begun.what, told.language);
            }};
}

CaseColumn shown() {
    return {{"shown", ValueKind::energy, "示数", "Register shown"},
            [](const CaseTold& told) -> ReportValue { return told.begun.energy; }};
}

CaseColumn decided_because() {
    CaseColumn column = case_result();
    column.column = {"reason", ValueKind::text, "处理原因", "Reason given"};
    return column;
}

Report quarantine() {
    return report_of(
        {"quarantine",
         {"读数隔离记录", "Quarantine"},
         {"每个被隔离的读数、由谁如何处理",
          "Every reading that was kept apart, and what somebody made of it"},
         {"from", "to", "building", "account", "wallet", "meter"},
         CaseKind::quarantine,
         {case_position(), case_began_at("read_at", {"抄表时间", "Read at"}), recorded_at(),
          case_meter(), case_building(), case_account(), doubt(), case_detail(), shown(),
          case_state(), case_ended_at("decided_at", {"处理时间", "Decided at"}),
          case_ended_by("decided_by", {"处理人", "Decided by"}), decided_because(),
          case_duration()}});
}

// --- corrections -----------------------------------------------------------------------------

CaseColumn wallet() {
    return {{"wallet", ValueKind::text, "钱包", "Wallet"},
            [](const CaseTold& told) -> ReportValue { return told.begun.wallet.text(); }};
}

CaseColumn cause() {
    return {{"cause", ValueKind::count, "起因流水号", "Settles event"},
            [](const CaseTold& told) -> ReportValue {
                return static_cast<std::int64_t>(told.begun.of.number);
            }};
}

/// The book charges again by itself: who and why is said by the event that it settles.
ledger::Envelope settled(const CaseTold& told) {
    return projections::envelope_of(told.journal, told.begun.of);
}

CaseColumn caused_by() {
    CaseColumn column = case_operator();
    column.value = [](const CaseTold& told) -> ReportValue { return settled(told).actor.name; };
    return column;
}

CaseColumn caused_because() {
    CaseColumn column = case_reason();
    column.value = [](const CaseTold& told) -> ReportValue { return settled(told).reason; };
    return column;
}

CaseColumn since() {
    return {{"since", ValueKind::date, "更正起日", "From day"},
            [](const CaseTold& told) -> ReportValue { return told.begun.since; }};
}

CaseColumn until() {
    return {{"until", ValueKind::date, "更正止日", "To day"},
            [](const CaseTold& told) -> ReportValue { return told.begun.until; }};
}

CaseColumn energy() {
    return {{"energy", ValueKind::energy, "补（退）电量 kWh", "Energy more", true},
            [](const CaseTold& told) -> ReportValue { return told.begun.energy; }};
}

CaseColumn amount() {
    return {{"amount", ValueKind::money, "补（退）金额", "Charged more", true},
            [](const CaseTold& told) -> ReportValue { return told.begun.amount; }};
}

Report corrections() {
    return report_of(
        {"corrections",
         {"用电更正记录", "Corrections"},
         {"每次重新计费：哪几天、因何事、多计或少计多少",
          "Every time that days were charged again: which, for what, how much more"},
         {"from", "to", "building", "account", "wallet", "meter"},
         CaseKind::correction,
         {case_position(), recorded_at(), case_meter(), wallet(), case_account(), case_building(),
          cause(), since(), until(), energy(), amount(), caused_by(), caused_because()}});
}

}  // namespace

std::vector<Report> correction_reports() { return {quarantine(), corrections()}; }

}  // namespace api
