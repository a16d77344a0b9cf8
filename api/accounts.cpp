#include "api/openings.hpp"
#include "api/replies.hpp"

namespace api {
namespace {

using ledger::Account;
using ledger::AccountId;
using ledger::State;

Json account_json(const State& state, const AccountId& id, const Account& account) {
    Json meters = Json::array();
    for (const ledger::MeterId& meter : account.meters)
        meters.push_back(
            {{"meter", meter.text()}, {"wallet", state.meters.at(meter).wallet.text()}});
    return {{"account", id.text()},
            {"customer", account.customer.text()},
            {"wallets", std::string(ledger::to_text(account.wallets))},
            {"meters", meters}};
}

/// GET /v1/accounts?cursor=&limit=
Response list_accounts(const Call& call) {
    const std::size_t limit = limit_of(call.request);
    const AccountId after(call.request.parameter("cursor").value_or(""));
    projections::Page<Json> page;
    call.service.book.read([&](const State& state) {
        AccountId last;
        for (auto each = state.accounts.upper_bound(after); each != state.accounts.end(); ++each) {
            if (page.rows.size() == limit) {
                page.next = last.text();
                break;
            }
            page.rows.push_back(account_json(state, each->first, each->second));
            last = each->first;
        }
        return 0;
    });
    return page_response(page, [](const Json& json) { return json; });
}

/// GET /v1/accounts/{account}
Response read_account(const Call& call) {
    const auto id = name_in<AccountId>(call, 0);
    const auto found = call.service.book.read([&](const State& state) -> std::optional<Json> {
        const Account* account = ledger::find(state.accounts, id);
        return account == nullptr ? std::nullopt : std::optional(account_json(state, id, *account));
    });
    if (!found)
        throw Problem(404, "account_must_exist", "", "account '" + id.text() + "' is not open");
    return json_response(*found);
}

/// POST /v1/accounts
Response open_account(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, opening_in(wish.body, ""), wish.reason, Key::accepted);
}

/// POST /v1/accounts/{account}/meters, /closing, /transfer: what becomes of an account
template <class Command>
Response change_account(const Call& call, Key key) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "account", call.names[0]);
    return write(call, read_record<Command>(body, ""), wish.reason, key);
}

/// POST /v1/accounts/{account}/meters/{meter}/detachment
Response detach_meter(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body =
        with_name(with_name(wish.body, "account", call.names[0]), "meter", call.names[1]);
    return write(call, read_record<ledger::DetachMeter>(body, ""), wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> account_routes() {
    return {
        {"GET", "/v1/accounts", list_accounts},
        {"GET", "/v1/accounts/{account}", read_account},
        {"POST", "/v1/accounts", open_account},
        {"POST", "/v1/accounts/{account}/meters",
         [](const Call& call) { return change_account<ledger::AttachMeter>(call, Key::accepted); }},
        {"POST", "/v1/accounts/{account}/meters/{meter}/detachment", detach_meter},
        {"POST", "/v1/accounts/{account}/transfer",
         [](const Call& call) {
             return change_account<ledger::TransferAccount>(call, Key::accepted);
         }},
        {"POST", "/v1/accounts/{account}/closing", [](const Call& call) {
             return change_account<ledger::CloseAccount>(call, Key::required);
         }}};
}

}  // namespace api
