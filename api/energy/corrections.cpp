#include "api/lists.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

using ledger::MeterId;
using ledger::State;

/// GET /v1/corrections?meter=&cursor=&limit=: newest first
Response list_corrections(const Call& call) {
    wait_for_position(call, call.service.read_models.corrections);
    const projections::CorrectionFilter filter{
        MeterId(call.request.parameter("meter").value_or("")),
        {number_of(call.request, "cursor", 0)},
        limit_of(call.request)};
    return page_response(call.service.read_models.corrections.list(filter),
                         write_record<projections::CorrectionRow>);
}

/// GET /v1/corrections/due?cursor=&limit=: the meters whose charges are still to be corrected
Response list_due(const Call& call) {
    return list_of(call, &State::due, [](const MeterId& id, const ledger::Due& due) {
        Json json{{"meter", id.text()}};
        json.update(write_record(due));
        return json;
    });
}

/// POST /v1/meters/{meter}/readings/{position}/correction: what it showed in truth
Response correct_reading(const Call& call) {
    Wish wish = wish_of(call.request);
    if (wish.body.contains("reading")) unfit("/reading", "the path names it: leave it out");
    wish.body["reading"] = position_in(call, 1).number;
    const auto meter = name_in<MeterId>(call, 0);
    return write_with_past(call, read_record<ledger::CorrectReading>(wish.body, ""), wish.reason,
                           meter);
}

/// POST /v1/meters/{meter}/out-of-reach/settlement: what the book cannot correct was settled by
/// hand
Reply settle_out_of_reach(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "meter", call.names[0]);
    return write(call, read_record<ledger::SettleOutOfReach>(body, ""), wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> correction_routes() {
    return {{"GET", "/v1/corrections", Right::money_read, list_corrections},
            {"GET", "/v1/corrections/due", Right::money_read, list_due},
            {"POST", "/v1/meters/{meter}/readings/{position}/correction", Right::charge_correct,
             correct_reading},
            {"POST", "/v1/meters/{meter}/out-of-reach/settlement", Right::charge_correct,
             settle_out_of_reach}};
}

}  // namespace api
