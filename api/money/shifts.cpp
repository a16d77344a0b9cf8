#include "api/replies.hpp"

namespace api {
namespace {

using projections::ShiftRow;

Json shift_json(const ShiftRow& row) {
    Json json = write_record(row);
    json["state"] = row.closed.is_none() ? "open" : "closed";
    for (Json& count : json["counts"]) {
        const auto money = [&](const char* field) {
            return *ledger::from_text<ledger::Money>(count[field].get<std::string>());
        };
        count["difference"] = ledger::to_text(money("counted") - money("expected"));
    }
    return json;
}

std::optional<bool> wants_open(const Request& request) {
    const auto state = request.parameter("state");
    if (!state) return std::nullopt;
    if (*state == "open" || *state == "closed") return *state == "open";
    throw Problem(400, "field_must_fit", "state", "state: give open or closed");
}

/// GET /v1/shifts: newest first; ?teller=&state=open|closed&cursor=&limit=
Response list_shifts(const Call& call) {
    wait_for_position(call, call.service.read_models.shifts);
    const projections::ShiftFilter filter{
        ledger::OperatorId(call.request.parameter("teller").value_or("")), wants_open(call.request),
        ledger::Position{number_of(call.request, "cursor", 0)}, limit_of(call.request)};
    return page_response(call.service.read_models.shifts.list(filter), shift_json);
}

/// GET /v1/shifts/{position}
Response read_shift(const Call& call) {
    wait_for_position(call, call.service.read_models.shifts);
    const auto row = call.service.read_models.shifts.of(position_in(call, 0));
    if (!row)
        throw Problem(404, "shift_must_be_open", "", "event " + call.names[0] + " opened no shift");
    return json_response(shift_json(*row));
}

/// POST /v1/shifts: who asks takes over a till
Reply open_shift(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::OpenShift>(wish.body, ""), wish.reason, Key::accepted);
}

/// POST /v1/shifts/{position}/closing: what was counted, by way of paying
Reply close_shift(const Call& call) {
    Wish wish = wish_of(call.request);
    wish.body["shift"] = position_in(call, 0).number;
    if (!wish.body.contains("by_supervisor")) wish.body["by_supervisor"] = false;
    return write(call, read_record<ledger::CloseShift>(wish.body, ""), wish.reason, Key::required);
}

}  // namespace

std::vector<Route> shift_routes() {
    return {{"GET", "/v1/shifts", Right::money_read, list_shifts},
            {"GET", "/v1/shifts/{position}", Right::money_read, read_shift},
            {"POST", "/v1/shifts", Right::shift_work, open_shift},
            {"POST", "/v1/shifts/{position}/closing", Right::shift_work, close_shift}};
}

}  // namespace api
