#include "api/accounts/openings.hpp"
#include "api/lists.hpp"
#include "api/preconditions.hpp"

namespace api {
namespace {

using ledger::AccountId;
using ledger::AccountPrepared;
using ledger::State;

/// How many are asked what they wait for, for one page.
constexpr std::size_t most_tried = 100;

/// What is prepared, and what it still waits for, in the words of the rule that says no.
Json prepared_json(const Call& call, const AccountPrepared& plan) {
    Json json = write_record(plan);
    const ledger::Request opening{ledger::OpenPrepared{plan.account}, {}, "a look", "", false};
    const ledger::Outcome outcome = call.service.book.preview(opening);
    json["waits_for"] = outcome ? Json(nullptr) : Json(outcome.error().detail);
    return json;
}

/// GET /v1/prepared-accounts?cursor=&limit=
Response list_prepared(const Call& call) {
    const auto copy = [](const State&, const auto& entry) { return std::optional(entry.second); };
    return page_response(
        page_of(call, std::min(limit_of(call.request), most_tried), &State::prepared, copy),
        [&](const AccountPrepared& plan) { return prepared_json(call, plan); });
}

/// GET /v1/prepared-accounts/{account}
Response read_prepared(const Call& call) {
    return one_of(
        call, &State::prepared, {"account_must_be_prepared", "account", "is not prepared"},
        [&](const AccountId&, const AccountPrepared& plan) { return prepared_json(call, plan); });
}

/// PUT /v1/prepared-accounts/{account}
Reply prepare(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "account", call.names[0]);
    return write(call, preparation_in(body, ""), wish.reason, Key::accepted);
}

/// POST /v1/prepared-accounts/{account}/opening
Reply open_prepared(const Call& call) {
    const Wish wish = wish_of(call.request);
    Json body = with_name(wish.body, "account", call.names[0]);
    if (!body.contains("baselines")) body["baselines"] = Json::array();
    return write(call, read_record<ledger::OpenPrepared>(body, ""), wish.reason, Key::accepted);
}

/// POST /v1/prepared-accounts/{account}/withdrawal
Reply withdraw(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "account", call.names[0]);
    return write(call, read_record<ledger::WithdrawPreparation>(body, ""), wish.reason,
                 Key::accepted);
}

}  // namespace

std::vector<Route> preparation_routes() {
    return {{"GET", "/v1/prepared-accounts", Right::catalogue_read, list_prepared},
            {"GET", "/v1/prepared-accounts/{account}", Right::catalogue_read,
             with_etag(ledger::SubjectKind::account, read_prepared)},
            {"PUT", "/v1/prepared-accounts/{account}", Right::account_edit, prepare},
            {"POST", "/v1/prepared-accounts/{account}/opening", Right::account_edit, open_prepared},
            {"POST", "/v1/prepared-accounts/{account}/withdrawal", Right::account_edit, withdraw}};
}

}  // namespace api
