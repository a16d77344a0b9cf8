#include "projections/reports/cases.hpp"

#include <algorithm>

#include "projections/reports/case_log.hpp"
#include "projections/reports/places.hpp"
#include "projections/reports/surroundings.hpp"
#include "projections/rows.hpp"

// "b…", "p…", "x…" -> booking, places, surroundings; "c…", "s…", "o…", "k…" -> as in case_log.hpp

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;
using ledger::Position;

const char* first_state(CaseKind kind) {
    switch (kind) {
        case CaseKind::alarm:
            return "raised";
        case CaseKind::contact:
            return "lost";
        case CaseKind::command:
            return "requested";
        case CaseKind::quarantine:
            return "waiting";
        case CaseKind::notice:
            return "queued";
        case CaseKind::correction:
            break;
    }
    return "";
}

void take(CaseCourse& course, const CaseStep& step) {
    course.state = step.state;
    course.attempts = std::max(course.attempts, step.attempt);
    if (step.attempt > 0) course.tried_at = step.at;
    if (!step.result.empty()) course.result = step.result;
    if (!step.is_over) return;
    course.ended_at = step.at;
    course.ended_by = step.actor;
}

/// The steps of one case after the other: both stand in the order of their keys.
class Steps {
public:
    Steps(const TableView& view, Position until, CaseKind kind, Position first)
        : rows_(view.cursor()), until_(until) {
        rows_->seek(steps_key(kind, first));
    }

    /// Of the case with this key, which is behind those before.
    CaseCourse of(BytesView key, CaseKind kind) {
        CaseCourse course;
        course.state = first_state(kind);
        const Bytes prefix = "s" + Bytes(key.substr(1));
        while (rows_->is_there() && BytesView(rows_->key()) < BytesView(prefix)) rows_->next();
        for (; rows_->is_there() && rows_->key().starts_with(prefix); rows_->next()) {
            const auto step = row_in<CaseStep>(rows_->value());
            if (step.position <= until_) take(course, step);
        }
        return course;
    }

private:
    std::unique_ptr<Cursor> rows_;
    const Position until_;
};

}  // namespace

void Cases::fold(Table& table, const ledger::Event& event) const {
    note_booking(table, event);
    note_places(table, event);
    note_surroundings(table, event);
    CaseLog log(table, event);
    note_case(log, event.payload);
}

KnownCases::KnownCases(const TableView& view, std::optional<Position> until)
    : view_(view), horizon_(horizon_at(view, until)), zone_(zone_in(view)) {}

void KnownCases::each(CaseKind kind, ledger::Day from, ledger::Day to, const Each& each) const {
    const Position first = first_booked(view_, from);
    const Position end = std::min(first_booked(view_, to.next()), horizon_.position.next());
    const Bytes last = case_key(kind, end);
    Steps steps(view_, horizon_.position, kind, first);
    const auto rows = view_.cursor();
    for (rows->seek(case_key(kind, first)); rows->is_there() && rows->key() < last; rows->next())
        each(row_in<Case>(rows->value()), steps.of(rows->key(), kind));
}

}  // namespace projections
