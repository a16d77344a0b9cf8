#include "api/past/report_changes.hpp"

#include <algorithm>

#include "api/reports/question.hpp"
#include "api/reports/totals.hpp"
#include "projections/reports/booking.hpp"

namespace api {
namespace {

/// Everything that it has: the range as a whole, or else its smallest rows.
Question whole(const Report& report, const ReportSource& source,
               std::optional<ledger::Position> until) {
    Question question;
    question.until = until;
    question.to = projections::horizon_at(source.view, until).day;
    question.from = first_day_of(report, source, until, question.to);
    const bool has_whole = std::ranges::find(report.steps, Step::all) != report.steps.end();
    question.step = report.steps.empty() || has_whole ? Step::all : report.steps.front();
    question.by = report.groupings.empty() ? "" : report.groupings.front();
    return question;
}

std::size_t hash_of(const ReportRow& row) {
    std::string text;
    for (const ReportValue& each : row) text += to_text(each) + '\n';
    return std::hash<std::string>{}(text);
}

ReportValue less(const ReportValue& after, const ReportValue& before) {
    if (const auto* money = std::get_if<ledger::Money>(&after))
        return *money - std::get<ledger::Money>(before);
    if (const auto* energy = std::get_if<ledger::Energy>(&after))
        return *energy - std::get<ledger::Energy>(before);
    if (const auto* span = std::get_if<TimeSpan>(&after))
        return TimeSpan{span->seconds - std::get<TimeSpan>(before).seconds};
    return std::get<std::int64_t>(after) - std::get<std::int64_t>(before);
}

Json json_of(const ReportValue& value) {
    if (const auto* count = std::get_if<std::int64_t>(&value)) return *count;
    return to_text(value);
}

}  // namespace

ReportFigures figures_of(const Report& report, const ReportSource& source,
                         std::optional<ledger::Position> until) {
    const Question question = whole(report, source, until);
    ReportFigures figures{&report, report.columns(question), {}, {}};
    ReportTotals totals(figures.columns, Language::en);
    report.rows(source, question, [&](const ReportRow& row) {
        totals.take(row);
        figures.rows.push_back(hash_of(row));
    });
    figures.totals = totals.tail().totals;
    std::ranges::sort(figures.rows);
    return figures;
}

ReportChange change_between(const ReportFigures& before, const ReportFigures& after) {
    ReportChange change{after.report->name, before.rows.size(), after.rows.size(), 0, {}};
    std::vector<std::size_t> fresh;
    std::ranges::set_difference(after.rows, before.rows, std::back_inserter(fresh));
    change.rows_new = fresh.size();
    for (std::size_t i = 0; i < after.columns.size(); ++i) {
        if (!after.columns[i].is_summed || after.totals[i] == before.totals[i]) continue;
        change.totals.push_back({after.columns[i].name, before.totals[i], after.totals[i],
                                 less(after.totals[i], before.totals[i])});
    }
    return change;
}

Json write_report_changes(const std::vector<ReportChange>& changes) {
    Json list = Json::array();
    for (const ReportChange& each : changes) {
        if (each.is_nothing()) continue;
        Json totals = Json::array();
        for (const auto& [column, before, after, change] : each.totals)
            totals.push_back({{"name", column},
                              {"before", json_of(before)},
                              {"after", json_of(after)},
                              {"change", json_of(change)}});
        list.push_back(
            {{"report", each.report},
             {"rows",
              {{"before", each.rows_before}, {"after", each.rows_after}, {"new", each.rows_new}}},
             {"totals", totals}});
    }
    return list;
}

}  // namespace api
