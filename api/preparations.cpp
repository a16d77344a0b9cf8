#include "api/openings.hpp"
#include "api/replies.hpp"

namespace api {
namespace {

using ledger::AccountId;
using ledger::AccountPrepared;
using ledger::State;

/// What is prepared, and what it still waits for, in the words of the rule that says no.
Json prepared_json(const Call& call, const AccountPrepared& plan) {
    Json json = write_record(plan);
    ledger::Request opening{ledger::OpenPrepared{plan.account}, {}, "a look", "", false};
    const ledger::Outcome outcome = call.service.book.preview(opening);
    json["waits_for"] = outcome ? Json(nullptr) : Json(outcome.error().detail);
    return json;
}

/// GET /v1/prepared-accounts?cursor=&limit=
Response list_prepared(const Call& call) {
    const std::size_t limit = limit_of(call.request);
    const AccountId after(call.request.parameter("cursor").value_or(""));
    const auto page = call.service.book.read([&](const State& state) {
        projections::Page<AccountPrepared> found;
        for (auto each = state.prepared.upper_bound(after); each != state.prepared.end(); ++each) {
            if (found.rows.size() == limit) {
                found.next = found.rows.back().account.text();
                break;
            }
            found.rows.push_back(each->second);
        }
        return found;
    });
    return page_response(page,
                         [&](const AccountPrepared& plan) { return prepared_json(call, plan); });
}

/// GET /v1/prepared-accounts/{account}
Response read_prepared(const Call& call) {
    const auto id = name_in<AccountId>(call, 0);
    const auto plan =
        call.service.book.read([&](const State& state) -> std::optional<AccountPrepared> {
            const AccountPrepared* found = ledger::find(state.prepared, id);
            return found == nullptr ? std::nullopt : std::optional(*found);
        });
    if (!plan)
        throw Problem(404, "account_must_be_prepared", "",
                      "account '" + id.text() + "' is not prepared");
    return json_response(prepared_json(call, *plan));
}

/// PUT /v1/prepared-accounts/{account}
Response prepare(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "account", call.names[0]);
    return write(call, preparation_in(body, ""), wish.reason, Key::accepted);
}

/// POST /v1/prepared-accounts/{account}/opening
Response open_prepared(const Call& call) {
    const Wish wish = wish_of(call.request);
    Json body = with_name(wish.body, "account", call.names[0]);
    if (!body.contains("baselines")) body["baselines"] = Json::array();
    return write(call, read_record<ledger::OpenPrepared>(body, ""), wish.reason, Key::accepted);
}

/// POST /v1/prepared-accounts/{account}/withdrawal
Response withdraw(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "account", call.names[0]);
    return write(call, read_record<ledger::WithdrawPreparation>(body, ""), wish.reason,
                 Key::accepted);
}

}  // namespace

std::vector<Route> preparation_routes() {
    return {{"GET", "/v1/prepared-accounts", list_prepared},
            {"GET", "/v1/prepared-accounts/{account}", read_prepared},
            {"PUT", "/v1/prepared-accounts/{account}", prepare},
            {"POST", "/v1/prepared-accounts/{account}/opening", open_prepared},
            {"POST", "/v1/prepared-accounts/{account}/withdrawal", withdraw}};
}

}  // namespace api
