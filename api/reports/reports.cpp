#include <algorithm>
#include <map>

#include "api/exports.hpp"
#include "api/replies.hpp"
#include "api/reports/comparison.hpp"
#include "api/reports/known_filters.hpp"
#include "api/reports/question.hpp"
#include "api/reports/report_writer.hpp"
#include "api/reports/routes.hpp"
#include "api/reports/subject_names.hpp"
#include "api/reports/telling.hpp"
#include "api/scope/scope.hpp"
#include "api/wanted_format.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/reports/booking.hpp"
#include "projections/table_view.hpp"

namespace api {
namespace {

using ledger::ExportFormat;
using ledger::Position;

constexpr std::chrono::seconds patience(5);

const Report& report_named(const Call& call) {
    const auto& reports = all_reports();
    const auto found = std::ranges::find(reports, call.names.at(0), &Report::name);
    if (found == reports.end())
        throw Problem(404, "path_must_exist", "",
                      "there is no report '" + call.names[0] + "': GET /v1/reports lists them");
    return *found;
}

std::optional<std::size_t> rows_asked(const Request& request) {
    if (!request.parameter("limit")) return std::nullopt;
    return number_of(request, "limit", 0);
}

ReportHead head_of(const Call& call, const Report& report, const Question& question,
                   const projections::TableView& view) {
    const Position known = question.until.value_or(view.position());
    const auto site = call.service.book.read(
        [](const ledger::State& state) { return state.site.value_or(ledger::SiteConfigured{}); });
    auto columns = report.columns(question);
    if (question.compare != Compare::nothing) columns = compared(columns);
    const ledger::Book& book = call.service.book;
    return {.report = report,
            .question = question,
            .language = language_of(call.request),
            .columns = with_names(columns),
            .known = known,
            .known_at = projections::recorded_at(book.journal(), known),
            .is_closed = closing_asked(call, report).has_value(),
            .zone = projections::zone_in(view),
            .zone_name = site.zone,
            .currency = site.currency,
            .printed_by = call.caller.actor.name,
            .printed_at = call.service.clock(),
            .most_rows = rows_asked(call.request),
            .name_of = [&book, known](const ledger::Subject& subject) {
                return name_then(book, subject, known);
            }};
}

/// Whoever was forgotten since stays so.
ledger::Customer as_known(const ledger::Book& book, const ledger::CustomerRegistered& sealed) {
    return book.read([&](const ledger::State& state) {
        const ledger::Customer* now = find(state.customers, sealed.customer);
        return ledger::Customer{sealed, now ? now->forgotten : Position{}};
    });
}

/// Of accounts, asked about each of them once. Nothing for who is bound to no buildings.
std::function<bool(const ledger::AccountId&)> sight_of(const Call& call) {
    if (call.caller.buildings.empty()) return {};
    return [&call, known = std::map<ledger::AccountId, bool>()](const auto& account) mutable {
        const auto [entry, is_new] = known.try_emplace(account);
        if (is_new) entry->second = may_see(call.service.book, call.caller, account);
        return entry->second;
    };
}

std::string file_name(const Report& report, const Question& question, ExportFormat format) {
    const std::string from = has_range(report) ? ledger::to_text(question.from) + "-" : "";
    return report.name + "-" + from + ledger::to_text(question.to) + "." +
           std::string(ledger::to_text(format));
}

/// What is told as it was when it was closed must have been seen that far.
void wait_for_closing(const Call& call, const Report& report,
                      const projections::Projection& model) {
    const auto closing = closing_asked(call, report);
    if (!closing || call.service.read_models.runner.wait_for(model, *closing, patience)) return;
    throw Problem(503, "position_must_be_reached", "",
                  "the read model " + model.name() + " has not seen the closing yet: ask again");
}

/// GET /v1/reports/{report}
Response read_report(const Call& call) {
    const Report& report = report_named(call);
    refuse_unknown_parameters(call.request, report);
    const ExportFormat format =
        wanted_format(call.request, {ExportFormat::json, ExportFormat::csv, ExportFormat::xlsx});
    const projections::Projection& model = report.read_model(call.service.read_models);
    wait_for_position(call, model);
    wait_for_closing(call, report, model);
    const projections::TableView view(model.live());
    const Question question = question_of(call, report, view);
    refuse_unknown_things(call.service.book, question);
    const ReportHead head = head_of(call, report, question, view);
    const auto writer = writer_of(format, head);
    const ledger::Book& book = call.service.book;
    const ReportSource source{
        view, book.journal(),
        [&](const ledger::CustomerRegistered& sealed) { return book.show(as_known(book, sealed)); },
        sight_of(call)};
    const ReportTail tail = tell(head, source, *writer, [&] { refuse_while_stopping(call); });
    refuse_unknown_names(book, question, tail.rows);
    Response response = writer->finish(tail);
    if (format != ExportFormat::json) {
        tell_export(call, format, tail.rows);
        response.headers["Content-Disposition"] =
            "attachment; filename=\"" + file_name(report, question, format) + "\"";
    }
    response.headers["Vary"] = "Accept, Accept-Language";
    return response;
}

Json words_of(const std::vector<Step>& steps) {
    Json words = Json::array();
    for (const Step each : steps) words.push_back(to_text(each));
    return words;
}

/// Of all its groupings, so that a screen can offer them before it asks.
Json columns_of(const Report& report, const Call& call) {
    const Language language = language_of(call.request);
    Question question;
    question.sees_people = call.caller.holds(Right::customer_read);
    question.step = report.steps.empty() ? Step::all : report.steps.front();
    question.by = report.groupings.empty() ? "" : report.groupings.front();
    Json columns = Json::array();
    for (const ReportColumn& each : with_names(report.columns(question)))
        columns.push_back({{"name", each.name},
                           {"heading", heading_of(each, language)},
                           {"kind", to_text(each.kind)},
                           {"is_summed", each.is_summed}});
    return columns;
}

/// GET /v1/reports
Response list_reports(const Call& call) {
    const Language language = language_of(call.request);
    Json items = Json::array();
    for (const Report& each : all_reports()) {
        if (!each.has_places && !call.caller.buildings.empty()) continue;
        items.push_back({{"report", each.name},
                         {"title", each.title.in(language)},
                         {"about", each.about.in(language)},
                         {"parameters", each.parameters},
                         {"steps", words_of(each.steps)},
                         {"groupings", each.groupings},
                         {"columns", columns_of(each, call)}});
    }
    return json_response({{"reports", items}});
}

}  // namespace

std::vector<Route> report_routes() {
    return {{"GET", "/v1/reports", Right::report_read, list_reports},
            {"GET", "/v1/reports/{report}", Right::report_read, read_report, true}};
}

}  // namespace api
