#include <fmt/core.h>

#include "api/access/command_rights.hpp"
#include "api/accounts/openings.hpp"
#include "api/batch.hpp"
#include "api/replies.hpp"

namespace api {
namespace {

constexpr std::size_t most_rows = 2'000;
constexpr std::size_t longest_batch_key = 100;

/// Rows of JSON, numbered from 1 where a file has lines.
template <class Read>
std::vector<Imported> rows_in(const Json& list, const std::string& at, Read&& read) {
    if (!list.is_array()) unfit(at, "give a list, or csv");
    std::vector<Imported> rows;
    for (std::size_t i = 0; i < list.size(); ++i) {
        Imported row = read(list[i], at + "/" + std::to_string(i));
        row.line = i + 1;
        rows.push_back(std::move(row));
    }
    return rows;
}

Imported opening_row(const Json& json, const std::string& at) {
    auto command = opening_in(json, at);
    std::string name = command.account.text();
    return {0, std::move(name), std::move(command)};
}

Imported preparation_row(const Json& json, const std::string& at) {
    auto command = preparation_in(json, at);
    std::string name = command.fact.account.text();
    return {0, std::move(name), std::move(command)};
}

std::vector<Imported> account_rows(const Json& body, Moment moment) {
    if (body.contains("csv")) return accounts_in(text_in(body["csv"], "/csv"), moment);
    const bool is_now = moment == Moment::now;
    return rows_in(body.contains("accounts") ? body["accounts"] : Json(), "/accounts",
                   is_now ? opening_row : preparation_row);
}

void check_alone(const Json& body, std::initializer_list<std::string_view> known) {
    if (body.size() != 1)
        unfit("/", fmt::format("give one of {} and {}", *known.begin(), *(known.end() - 1)));
    refuse_other_fields(body, known);
}

Response answer_batch(const Call& call, const std::vector<Imported>& rows,
                      const std::string& reason, Json summary) {
    if (rows.empty() || rows.size() > most_rows)
        unfit("/", "give 1 to " + std::to_string(most_rows) + " rows");
    const std::string key = key_of(call.request, Key::required);
    if (key.size() > longest_batch_key)
        throw Problem(400, "idempotency_key_must_be_given", "Idempotency-Key",
                      "the rows' names are added to it: give at most 100 characters");
    const bool dry = is_dry_run(call.request);
    for (const Imported& row : rows) need_rights_of(call, row.command);
    const BatchOutcome batch =
        run_batch(call.service.book, rows, {call.caller.actor, reason, key}, dry);
    summary["written"] = batch.is_written;
    summary["refused"] = batch.refused;
    summary["rows"] = Json::array();
    for (std::size_t i = 0; i < rows.size(); ++i)
        summary["rows"].push_back(verdict_json(rows[i], batch.outcomes[i], dry));
    if (batch.is_written) {
        Response response = json_response(summary, 201);
        if (batch.is_replayed) response.headers["Idempotent-Replayed"] = "true";
        return response;
    }
    return json_response(summary, dry ? 200 : 422);
}

template <Moment moment>
Response batch_of_accounts(const Call& call) {
    const Wish wish = wish_of(call.request);
    check_alone(wish.body, {"accounts", "csv"});
    return answer_batch(call, account_rows(wish.body, moment), wish.reason, Json::object());
}

/// POST /v1/old-balances {"csv": …, "reason": …}: the file has its control total
Response batch_of_balances(const Call& call) {
    const Wish wish = wish_of(call.request);
    check_alone(wish.body, {"csv"});
    const ImportedBalances file = balances_in(text_in(wish.body["csv"], "/csv"));
    return answer_batch(call, file.balances, wish.reason, {{"total", ledger::to_text(file.total)}});
}

}  // namespace

std::vector<Route> batch_routes() {
    return {{"POST", "/v1/accounts/batch", Right::import_run, batch_of_accounts<Moment::now>},
            {"POST", "/v1/prepared-accounts/batch", Right::import_run,
             batch_of_accounts<Moment::prepared>},
            {"POST", "/v1/old-balances", Right::money_bring_in, batch_of_balances}};
}

}  // namespace api
