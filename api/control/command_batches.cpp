#include <algorithm>
#include <array>
#include <vector>

#include "api/replies.hpp"

namespace api {
namespace {

using ledger::BatchId;
using ledger::MeterId;
using projections::BatchRow;
using projections::BatchSummary;
using projections::RowState;

constexpr std::size_t rows_at_once = 1'000;

Json summary_json(const BatchSummary& batch) {
    Json json = write_record(batch);
    Json counts = Json::object();
    for (std::size_t i = 0; i < batch.rows.size(); ++i)
        counts[std::string(ledger::to_text(static_cast<RowState>(i)))] = batch.rows.at(i);
    json["rows"] = counts;
    json["is_finished"] = batch.is_finished();
    return json;
}

BatchSummary batch_of(const Call& call) {
    const auto id = name_in<BatchId>(call, 0);
    auto batch = call.service.read_models.batches.of(id);
    if (!batch)
        throw Problem(404, "batch_must_exist", "",
                      "batch '" + id.text() + "' was never requested: GET /v1/batches lists them");
    return *batch;
}

std::optional<ledger::Instant> expiry_in(const Json& body) {
    if (!body.contains("expires_at")) return std::nullopt;
    return read_value<ledger::Instant>(body.at("expires_at"), "/expires_at");
}

/// "line" or "building": all that hang there.
std::vector<MeterId> meters_at(const Call& call, const Json& body) {
    const bool by_line = body.contains("line");
    const ledger::LineId line =
        by_line ? read_value<ledger::LineId>(body.at("line"), "/line") : ledger::LineId();
    const ledger::BuildingId building =
        by_line ? ledger::BuildingId()
                : read_value<ledger::BuildingId>(body.at("building"), "/building");
    return call.service.book.read([&](const ledger::State& state) {
        std::vector<MeterId> found;
        for (const auto& [id, meter] : state.meters) {
            const auto& registered = meter.registered;
            if (!meter.retired.is_none()) continue;
            if (by_line ? registered.line == line : registered.place.building == building)
                found.push_back(id);
        }
        return found;
    });
}

/// Every row's meter that fits, in their order.
template <class Fits>
std::vector<MeterId> meters_of_rows(const Call& call, const BatchId& batch, const Fits& fits) {
    std::vector<MeterId> meters;
    std::uint32_t after = 0;
    for (;;) {
        const auto page =
            call.service.read_models.batches.rows(batch, std::nullopt, after, rows_at_once);
        for (const BatchRow& row : page.rows) {
            if (fits(row)) meters.push_back(row.meter);
        }
        if (!page.next) return meters;
        after = page.rows.back().row;
    }
}

std::vector<MeterId> meters_in(const Call& call, const Json& body) {
    constexpr std::array ways{"meters", "line", "building"};
    const auto given = std::ranges::count_if(ways, [&](auto way) { return body.contains(way); });
    if (given != 1) unfit("/meters", "give one of meters, line and building");
    if (body.contains("meters"))
        return read_value<std::vector<MeterId>>(body.at("meters"), "/meters");
    return meters_at(call, body);
}

template <class T>
T value_in(const Json& body, const std::string& name) {
    if (!body.contains(name)) unfit(member_at("", name), "it is missing");
    return read_value<T>(body.at(name), member_at("", name));
}

/// What a row would come to, as a command of its own.
Json foreseen_row(const MeterId& meter, const ledger::Outcome& outcome) {
    Json row{
        {"meter", meter.text()}, {"state", "requested"}, {"code", nullptr}, {"detail", nullptr}};
    if (outcome) return row;
    const Problem problem = problem_of(outcome.error());
    row["state"] = "refused";
    row["code"] = problem.code;
    row["detail"] = problem.detail;
    return row;
}

/// Begins a batch; a dry run shows its rows, too, which the book begins later.
Reply begin(const Call& call, const ledger::RequestBatch& batch, const Wish& wish) {
    Reply reply = write_as_asked(call, batch, wish);
    auto* answer = std::get_if<Response>(&reply);
    if (answer == nullptr) return reply;  // no dry run
    std::vector<ledger::Request> rows;
    for (const MeterId& meter : batch.meters) {
        rows.push_back(book_request(
            call, ledger::RequestCommand{meter, batch.kind, batch.expires_at}, wish.reason));
        rows.back().idempotency_key.clear();  // it is the batch's
    }
    const auto outcomes = call.service.book.preview_all(rows);
    Json body = parse_json(answer->body);
    body["rows"] = Json::array();
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        body["rows"].push_back(foreseen_row(batch.meters[i], outcomes[i]));
    answer->body = dump(body);
    return reply;
}

/// POST /v1/batches {"batch", "kind", "meters" or "line" or "building", "expires_at", "reason"}
Reply request_batch(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json& body = wish.body;
    refuse_other_fields(body, {"batch", "kind", "meters", "line", "building", "expires_at"});
    return begin(call,
                 {value_in<BatchId>(body, "batch"), value_in<ledger::CommandKind>(body, "kind"),
                  meters_in(call, body), expiry_in(body)},
                 wish);
}

bool came_to_nothing(const BatchRow& row) {
    return row.state == RowState::refused || row.state == RowState::failed ||
           row.state == RowState::expired;
}

/// POST /v1/batches/{batch}/retry {"batch", "expires_at", "reason"}: a batch of the failed rows
Reply retry_batch(const Call& call) {
    const Wish wish = wish_of(call.request);
    refuse_other_fields(wish.body, {"batch", "expires_at"});
    const BatchSummary batch = batch_of(call);
    auto meters = meters_of_rows(call, batch.batch, came_to_nothing);
    if (meters.empty())
        throw Problem(409, "batch_must_have_failed_rows", "",
                      "no row of batch '" + batch.batch.text() +
                          "' has failed so far: there is nothing to do again");
    return begin(call,
                 {value_in<BatchId>(wish.body, "batch"), batch.kind, std::move(meters),
                  expiry_in(wish.body), batch.batch},
                 wish);
}

/// POST /v1/batches/{batch}/cancellation {"reason"}
Reply cancel_batch(const Call& call) {
    const Wish wish = wish_of(call.request);
    refuse_other_fields(wish.body, {});
    return write(call, ledger::CancelBatch{name_in<BatchId>(call, 0)}, wish.reason, Key::accepted);
}

/// GET /v1/batches?cursor=&limit=: newest first
Response list_batches(const Call& call) {
    wait_for_position(call, call.service.read_models.batches);
    return page_response(call.service.read_models.batches.list(
                             {number_of(call.request, "cursor", 0)}, limit_of(call.request)),
                         summary_json);
}

/// GET /v1/batches/{batch}
Response read_batch(const Call& call) {
    wait_for_position(call, call.service.read_models.batches);
    return json_response(summary_json(batch_of(call)));
}

/// GET /v1/batches/{batch}/rows?state=&cursor=&limit=
Response list_rows(const Call& call) {
    wait_for_position(call, call.service.read_models.batches);
    const auto text = call.request.parameter("state");
    const auto state = text ? ledger::enum_from_text<RowState>(*text) : std::nullopt;
    if (text && !state)
        throw Problem(400, "field_must_fit", "state", "state: " + one_of_its_words<RowState>());
    const auto after = number_of(call.request, "cursor", 0);
    if (after > UINT32_MAX)
        throw Problem(400, "field_must_fit", "cursor", "cursor: give one that was answered");
    return page_response(
        call.service.read_models.batches.rows(
            batch_of(call).batch, state, static_cast<std::uint32_t>(after), limit_of(call.request)),
        [](const BatchRow& row) { return write_record(row); });
}

}  // namespace

std::vector<Route> command_batch_routes() {
    return {{"POST", "/v1/batches", Right::power_control, request_batch},
            {"GET", "/v1/batches", Right::catalogue_read, list_batches},
            {"GET", "/v1/batches/{batch}", Right::catalogue_read, read_batch},
            {"GET", "/v1/batches/{batch}/rows", Right::catalogue_read, list_rows},
            {"POST", "/v1/batches/{batch}/cancellation", Right::power_control, cancel_batch},
            {"POST", "/v1/batches/{batch}/retry", Right::power_control, retry_batch}};
}

}  // namespace api
