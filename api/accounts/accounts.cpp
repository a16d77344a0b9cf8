#include "api/accounts/openings.hpp"
#include "api/lists.hpp"
#include "api/preconditions.hpp"
#include "api/scope/places.hpp"

namespace api {
namespace {

using ledger::Account;
using ledger::AccountId;
using ledger::State;
using ledger::WalletId;

/// An account, the wallets of its meters, and its others.
struct Held {
    AccountId id;
    Account account;
    std::vector<WalletId> wallets;
    std::vector<WalletId> idle;
};

/// A meter that left may hang in a building that is none of theirs.
bool stands_elsewhere(const Call& call, const State& state, const WalletId& id) {
    const auto& bounds = call.caller.buildings;
    const Former none;
    return !bounds.empty() && Places(state, bounds, none).stand_elsewhere({.wallets = {id}});
}

/// On which no meter draws. A pooled wallet has the name of its account; others begin with it.
std::vector<WalletId> idle_wallets(const Call& call, const State& state, const AccountId& account) {
    std::vector<WalletId> idle;
    const auto look_at = [&](const WalletId& id, const ledger::Wallet& wallet) {
        if (wallet.meters.empty() && !stands_elsewhere(call, state, id)) idle.push_back(id);
    };
    const WalletId pooled(account.text());
    if (const auto* wallet = ledger::find(state.wallets, pooled)) look_at(pooled, *wallet);
    const std::string start = account.text() + ".";
    for (auto each = state.wallets.upper_bound(WalletId(start));
         each != state.wallets.end() && each->first.text().starts_with(start); ++each)
        look_at(each->first, each->second);
    return idle;
}

Held held(const Call& call, const State& state, const AccountId& id, const Account& account) {
    Held held{id, account, {}, idle_wallets(call, state, id)};
    for (const ledger::MeterId& meter : account.meters)
        held.wallets.push_back(state.meters.at(meter).wallet);
    return held;
}

Json account_json(const Held& held) {
    const Account& account = held.account;
    Json meters = Json::array();
    for (std::size_t i = 0; i < held.wallets.size(); ++i)
        meters.push_back({{"meter", account.meters[i].text()}, {"wallet", held.wallets[i].text()}});
    return {{"account", held.id.text()},
            {"customer", account.customer.text()},
            {"wallets", std::string(ledger::to_text(account.wallets))},
            {"meters", meters},
            {"idle_wallets", write_value(held.idle)}};
}

/// GET /v1/accounts?cursor=&limit=
Response list_accounts(const Call& call) {
    const auto copy = [&](const State& state, const auto& entry) {
        return std::optional(held(call, state, entry.first, entry.second));
    };
    return page_response(page_of(call, limit_of(call.request), &State::accounts, copy),
                         account_json);
}

/// GET /v1/accounts/{account}
Response read_account(const Call& call) {
    const auto id = name_in<AccountId>(call, 0);
    const auto found = call.service.book.read([&](const State& state) -> std::optional<Held> {
        const Account* account = ledger::find(state.accounts, id);
        return account == nullptr ? std::nullopt : std::optional(held(call, state, id, *account));
    });
    if (!found)
        throw Problem(404, "account_must_exist", "", "account '" + id.text() + "' is not open");
    return json_response(account_json(*found));
}

/// POST /v1/accounts
Reply open_account(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, opening_in(wish.body, ""), wish.reason, Key::accepted);
}

/// POST /v1/accounts/{account}/meters, /closing, /transfer: what becomes of an account
template <class Command>
Reply change_account(const Call& call, Key key) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "account", call.names[0]);
    return write(call, read_record<Command>(body, ""), wish.reason, key);
}

/// POST /v1/accounts/{account}/meters/{meter}/detachment
Reply detach_meter(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body =
        with_name(with_name(wish.body, "account", call.names[0]), "meter", call.names[1]);
    return write(call, read_record<ledger::DetachMeter>(body, ""), wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> account_routes() {
    return {
        {"GET", "/v1/accounts", Right::catalogue_read, list_accounts},
        {"GET", "/v1/accounts/{account}", Right::catalogue_read,
         with_etag(ledger::SubjectKind::account, read_account)},
        {"POST", "/v1/accounts", Right::account_edit, open_account},
        {"POST", "/v1/accounts/{account}/meters", Right::account_edit,
         [](const Call& call) { return change_account<ledger::AttachMeter>(call, Key::accepted); }},
        {"POST", "/v1/accounts/{account}/meters/{meter}/detachment", Right::account_edit,
         detach_meter},
        {"POST", "/v1/accounts/{account}/transfer", Right::account_edit,
         [](const Call& call) {
             return change_account<ledger::TransferAccount>(call, Key::accepted);
         }},
        {"POST", "/v1/accounts/{account}/closing", Right::account_edit, [](const Call& call) {
             return change_account<ledger::CloseAccount>(call, Key::required);
         }}};
}

}  // namespace api
