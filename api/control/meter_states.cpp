#include "api/replies.hpp"

namespace api {
namespace {

using projections::MeterRow;
using projections::MeterState;

const char* breaker_word(std::optional<bool> relay_closed) {
    if (!relay_closed) return "unknown";
    return *relay_closed ? "closed" : "open";
}

Json badges_of(const MeterRow& row) {
    Json alarms = Json::array();
    for (const auto& [kind, position] : row.alarms)
        alarms.push_back(std::string(ledger::to_text(kind)));
    Json pending = Json::array();
    for (const auto& [position, kind] : row.pending)
        pending.push_back(
            {{"command", position.number}, {"kind", std::string(ledger::to_text(kind))}});
    return {{"breaker", breaker_word(row.relay_closed)},
            {"supply", std::string(ledger::to_text(row.supply))},
            {"alarms", alarms},
            {"pending", pending}};
}

Json row_json(const MeterRow& row) {
    return {
        {"meter", row.registered.meter.text()},
        {"state", std::string(ledger::to_text(row.state()))},
        {"badges", badges_of(row)},
        {"balance", row.account.is_empty() ? Json(nullptr) : Json(ledger::to_text(row.balance))},
        {"account", write_value(row.account)},
        {"wallet", write_value(row.wallet)},
        {"line", row.registered.line.text()},
        {"place", write_record(row.registered.place)},
        {"last_reading", write_value(row.last_reading)},
        {"last_read_at",
         row.last_reading.is_none() ? Json(nullptr) : Json(ledger::to_text(row.last_read_at))},
        {"total_kwh", ledger::to_text(row.total)},
        {"power_w", write_value(row.power_w)},
        {"remaining_on_meter", write_value(row.remaining_on_meter)},
        {"purchase_count_on_meter", write_value(row.purchase_count_on_meter)}};
}

/// Of all meters; of who is bound to buildings, of the meters there.
projections::MeterCounts counts_for(const Call& call) {
    const auto& meters = call.service.read_models.meters;
    if (call.caller.buildings.empty()) return meters.counts();
    projections::MeterCounts counts{};
    for (const ledger::BuildingId& building : call.caller.buildings) {
        projections::MeterFilter filter{std::nullopt, {}, building, "", 1'000};
        for (bool more = true; more;) {
            const auto page = meters.list(filter);
            for (const MeterRow& row : page.rows)
                ++counts.at(static_cast<std::size_t>(row.state()));
            more = page.next.has_value();
            if (more) filter.after = *page.next;
        }
    }
    return counts;
}

/// GET /v1/meter-states?state=&line=&building=&cursor=&limit=, with the counts of all meters
Response list_states(const Call& call) {
    wait_for_position(call, call.service.read_models.meters);
    const auto text = call.request.parameter("state");
    const auto state = text ? ledger::enum_from_text<MeterState>(*text) : std::nullopt;
    if (text && !state)
        throw Problem(400, "field_must_fit", "state", "state: " + one_of_its_words<MeterState>());
    const projections::MeterFilter filter{
        state, ledger::LineId(call.request.parameter("line").value_or("")),
        ledger::BuildingId(call.request.parameter("building").value_or("")),
        call.request.parameter("cursor").value_or(""), limit_of(call.request)};
    const auto page = call.service.read_models.meters.list(filter);
    const auto counted = counts_for(call);
    Json counts = Json::object();
    for (std::size_t i = 0; i < counted.size(); ++i)
        counts[std::string(ledger::to_text(static_cast<MeterState>(i)))] = counted.at(i);
    Json items = Json::array();
    for (const MeterRow& row : page.rows) items.push_back(row_json(row));
    return json_response({{"items", items},
                          {"counts", counts},
                          {"next_cursor", page.next ? Json(*page.next) : Json(nullptr)}});
}

/// GET /v1/meter-states/{meter}
Response read_state(const Call& call) {
    wait_for_position(call, call.service.read_models.meters);
    const auto id = name_in<ledger::MeterId>(call, 0);
    const auto row = call.service.read_models.meters.of(id);
    if (!row)
        throw Problem(404, "meter_must_exist", "",
                      "meter '" + id.text() + "' is not registered, or is retired");
    return json_response(row_json(*row));
}

}  // namespace

std::vector<Route> state_routes() {
    return {{"GET", "/v1/meter-states", Right::catalogue_read, list_states},
            {"GET", "/v1/meter-states/{meter}", Right::catalogue_read, read_state}};
}

}  // namespace api
