#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"

namespace api {
namespace {

using projections::DeedFilter;
using projections::DeedKind;
using projections::DeedRow;

std::optional<DeedKind> kind_in(const Request& request) {
    const auto text = request.parameter("kind");
    if (!text) return std::nullopt;
    const auto kind = ledger::enum_from_text<DeedKind>(*text);
    if (kind) return kind;
    throw Problem(400, "field_must_fit", "kind", "kind: " + one_of_its_words<DeedKind>());
}

std::optional<ledger::Instant> moment_in(const Request& request, const std::string& name) {
    const auto text = request.parameter(name);
    if (!text) return std::nullopt;
    const auto at = ledger::instant_from_text(*text);
    if (at) return at;
    throw Problem(400, "field_must_fit", name,
                  name + ": give a moment as 2026-11-21T08:00:00+08:00");
}

ledger::OperatorId operator_in(const Request& request) {
    const std::string text = request.parameter("operator").value_or("");
    if (text.empty() || ledger::OperatorId::is_well_formed(text)) return ledger::OperatorId(text);
    throw Problem(400, "field_must_fit", "operator",
                  "operator: give a name of 1 to 40 of A-Z a-z 0-9 _ -");
}

/// The row, and the event that it is about.
Json deed_json(const Call& call, const DeedRow& row) {
    const ledger::Event event = ledger::recorded_event(call.service.book.journal(), row.position);
    return {{"kind", ledger::to_text(row.kind)},
            {"operator", write_value(row.who)},
            {"event", write_event(event)}};
}

/// GET /v1/system-log?operator=&kind=&from=&until=&cursor=&limit=: newest first
Response list_deeds(const Call& call) {
    wait_for_position(call, call.service.read_models.system_log);
    const DeedFilter filter{operator_in(call.request),
                            kind_in(call.request),
                            moment_in(call.request, "from"),
                            moment_in(call.request, "until"),
                            {number_of(call.request, "cursor", 0)},
                            limit_of(call.request)};
    return page_response(call.service.read_models.system_log.list(filter),
                         [&](const DeedRow& row) { return deed_json(call, row); });
}

}  // namespace

std::vector<Route> system_log_routes() {
    return {{"GET", "/v1/system-log", Right::operator_read, list_deeds}};
}

}  // namespace api
