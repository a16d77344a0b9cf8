#pragma once
#include "api/reports/code_words.hpp"
#include "api/reports/report.hpp"
#include "projections/reports/cases.hpp"

namespace api {

/// One case as a report sees it.
struct CaseTold {
    const projections::Case& begun;
    const projections::CaseCourse& course;
    ledger::Instant now;  ///< the last event that counts was recorded then
    Language language;
    const ledger::Journal& journal;
};

struct CaseColumn {
    ReportColumn column;
    ReportValue (*value)(const CaseTold&);
};

// --- columns that several reports have --------------------------------------------------------

CaseColumn case_position();
CaseColumn case_meter();
CaseColumn case_building();
CaseColumn case_account();
CaseColumn case_operator();
CaseColumn case_reason();
CaseColumn case_detail();
CaseColumn case_attempts();
CaseColumn case_state();
CaseColumn case_result();
CaseColumn case_duration();  ///< until it ended, or until now
CaseColumn case_began_at(const char* name, Wording heading);
CaseColumn case_ended_at(const char* name, Wording heading);
CaseColumn case_ended_by(const char* name, Wording heading);

/// What is asked of the cases of one kind.
struct CaseReport {
    const char* name;
    Wording title;
    Wording about;
    std::vector<std::string> parameters;
    projections::CaseKind kind;
    std::vector<CaseColumn> columns;
    bool is_live = false;  ///< those alone that are not over, whenever they began
};
Report report_of(const CaseReport& report);

/// When the last event that counts was recorded; before there was any: the beginning of time.
ledger::Instant moment_of(const ReportSource& source, const projections::Horizon& horizon);

const projections::Projection& cases_of(const projections::Models& models);

}  // namespace api
