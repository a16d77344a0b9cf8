#include "ledger/rules/office/fees.hpp"

#include "api/lists.hpp"
#include "api/preconditions.hpp"
#include "ledger/fee_clerk.hpp"

namespace api {
namespace {

using ledger::FeeId;
using ledger::State;

Json plan_json(const FeeId& id, const ledger::FeePlan& plan) {
    Json json{{"fee", id.text()}};
    json.update(write_record(plan));
    return json;
}

const auto& fees_of(const State& state) { return state.office.fees; }

/// GET /v1/fees?cursor=&limit=
Response list_fees(const Call& call) { return list_of(call, fees_of, plan_json); }

/// GET /v1/fees/{fee}
Response read_fee(const Call& call) {
    return one_of(call, fees_of, {"fee_must_exist", "fee", "is not published"}, plan_json);
}

/// POST /v1/fees: the next version
Reply publish_fee(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::PublishFee>(wish.body, ""), wish.reason, Key::accepted);
}

/// PUT /v1/wallets/{wallet}/fees/{fee}: from which day on, and until which one
Reply assign_fee(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body =
        with_name(with_name(wish.body, "wallet", call.names[0]), "fee", call.names[1]);
    return write(call, ledger::AssignFee{read_record<ledger::FeeAssigned>(body, "")}, wish.reason,
                 Key::accepted);
}

/// What would be charged next, of each fee one month at most.
Json due_json(const State& state, ledger::Day through) {
    Json list = Json::array();
    for (const auto& wallet : ledger::wallets_that_owe_fees(state, through)) {
        for (const auto& due : ledger::due_fees(state, state.wallets.at(wallet), through))
            list.push_back({{"wallet", wallet.text()},
                            {"fee", due.fee.text()},
                            {"from", ledger::to_text(due.from)},
                            {"until", ledger::to_text(due.until)},
                            {"amount", ledger::to_text(due.amount)}});
    }
    return list;
}

ledger::Day wanted_day(const Call& call, const Json& body) {
    const ledger::Instant now = call.service.clock();
    const auto last = call.service.book.read(
        [&](const State& state) { return ledger::last_whole_day(state, now); });
    if (!last)
        throw Problem(409, "site_must_be_configured", "", "the site is not configured: PUT it");
    if (!body.contains("through")) return *last;
    const auto through = read_value<ledger::Day>(body["through"], "/through");
    if (through > *last)
        throw Problem(409, "period_must_be_over", "/through",
                      "the last day that is over is " + ledger::to_text(*last) +
                          ": give it, or "
                          "an earlier one");
    return through;
}

ledger::FeesDrawn draw_fees(const Call& call, ledger::Day through) {
    const auto run = ledger::charge_due_fees(call.service.book, through, call.caller.actor);
    ledger::FeesDrawn drawn{through, run.charges, {}};
    for (const auto& [wallet, why] : run.refused) drawn.refused.push_back({wallet, why});
    return drawn;
}

/// From the event alone, which the key holds.
Response drawn_response(const ledger::FeesDrawn& drawn, const ledger::Receipt& receipt) {
    Response response = json_response(write_record(drawn));
    if (receipt.events.empty()) return response;
    const ledger::Position position = receipt.events.back().envelope.position;
    response.headers["Ledger-Position"] = std::to_string(position.number);
    if (receipt.repeated) response.headers["Idempotent-Replayed"] = "true";
    return response;
}

/// Each wallet is charged by itself, and what came of all of them is told last: who is cut off in
/// between asks again and is told of the rest.
Response charge_once(const Call& call, const Wish& wish) {
    ledger::Book& book = call.service.book;
    ledger::Request request = book_request(call, ledger::ReportFeesDrawn{}, wish.reason);
    request.asked = asked_in(call, wish.body);
    const auto known = book.preview(request);
    if (!known) throw problem_of(known.error());
    ledger::FeesDrawn drawn;
    if (!known->repeated) drawn = draw_fees(call, wanted_day(call, wish.body));
    request.command = ledger::ReportFeesDrawn{drawn};
    const auto told = book.execute(request);
    if (!told) throw problem_of(told.error());
    if (told->events.empty()) return drawn_response(drawn, *told);
    return drawn_response(std::get<ledger::FeesDrawn>(told->events.front().payload), *told);
}

/// POST /v1/fees/charges: everything that is due up to a day; without "through" up to yesterday
Response charge_fees(const Call& call) {
    const Wish wish = wish_of(call.request);
    (void)key_of(call.request, Key::required);
    for (const auto& [name, value] : wish.body.items()) {
        if (name != "through") unfit("/" + name, "no such field: give 'through', or nothing");
    }
    if (!is_dry_run(call.request)) return charge_once(call, wish);
    const ledger::Day through = wanted_day(call, wish.body);
    const Json due =
        call.service.book.read([&](const State& state) { return due_json(state, through); });
    return json_response({{"through", ledger::to_text(through)}, {"next", due}, {"dry_run", true}});
}

}  // namespace

std::vector<Route> fee_routes() {
    return {{"GET", "/v1/fees", Right::catalogue_read, list_fees},
            {"GET", "/v1/fees/{fee}", Right::catalogue_read,
             with_etag(ledger::SubjectKind::fee, read_fee)},
            {"POST", "/v1/fees", Right::tariff_edit, publish_fee},
            {"POST", "/v1/fees/charges", Right::fee_charge, charge_fees},
            {"PUT", "/v1/wallets/{wallet}/fees/{fee}", Right::tariff_edit, assign_fee}};
}

}  // namespace api
