#pragma once
#include "api/reports/report.hpp"
#include "api/routes.hpp"

namespace api {

/// What the parameters of a request ask of a report, where `view` is what it is made from. Throws
/// Problem 400 that names the parameter, the fault and the way out; 403 for buildings that are not
/// the caller's.
Question question_of(const Call& call, const Report& report, const projections::TableView& view);

/// The book's first day, or an earlier one where the report tells of it: what is read today may
/// have been used before there was a book. Before there is one, the last day of what is told.
ledger::Day first_day_of(const Report& report, const ReportSource& source,
                         std::optional<ledger::Position> until, ledger::Day last);

/// The last event that was known when every day of the range had been closed; nothing: some day is
/// open.
std::optional<ledger::Position> closed_by(const ledger::Book& book, ledger::Day from,
                                          ledger::Day to);

/// The closing after which this range is told as it was then: where `from` and `to` are given, and
/// no other knowledge is asked for. Nothing: what is known today.
std::optional<ledger::Position> closing_asked(const Call& call, const Report& report);

/// Refuses what this report does not take.
void refuse_unknown_parameters(const Request& request, const Report& report);

/// What narrows a report, by the names of its parameters.
std::vector<std::pair<std::string, std::string>> filters_of(const Question& question);

/// False: it tells of a moment.
bool has_range(const Report& report);

std::string to_text(Step step);
std::string to_text(Compare compare);

}  // namespace api
