#include "api/accounts/tenancy.hpp"
#include "api/json/json_text.hpp"
#include "api/preconditions.hpp"
#include "api/replies.hpp"

namespace api {
namespace {

using ledger::Money;
using ledger::WalletId;
using projections::StatementEntry;

[[noreturn]] void refuse_unknown(const WalletId& id) {
    throw Problem(404, "wallet_must_exist", "", "wallet '" + id.text() + "' does not exist");
}

WalletId known_wallet(const Call& call) {
    const auto id = name_in<WalletId>(call, 0);
    const bool known = call.service.book.read(
        [&](const ledger::State& state) { return state.wallets.contains(id); });
    if (!known) refuse_unknown(id);
    return id;
}

/// ?as_of= a position of the log, or a moment.
Money credit_as_of(const Call& call, const WalletId& id, const std::string& as_of) {
    const auto& balances = call.service.read_models.balances;
    if (const auto instant = ledger::instant_from_text(as_of)) {
        refuse_future(call, *instant);
        return balances.credit_at(id, *instant);
    }
    const ledger::Position position{number_of(call.request, "as_of", 0)};
    if (position > call.seen)
        throw Problem(503, "position_must_be_reached", "as_of",
                      "as_of is " + as_of + " and the read model has seen event " +
                          std::to_string(call.seen.number) + ": ask again, or for an earlier one");
    return balances.credit_at(id, position);
}

void put_duties(const ledger::Wallet& wallet, std::string& out) {
    out += '[';
    for (const auto& each : wallet.fees) {
        if (&each != &*wallet.fees.begin()) out += ',';
        ObjectText(out).add("fee", each.first).add_members(each.second).end();
    }
    out += ']';
}

/// What the state says of it; false where it does not exist.
bool put_wallet(const Call& call, const WalletId& id, ObjectText& json) {
    return call.service.book.read([&](const ledger::State& state) {
        const ledger::Wallet* wallet = ledger::find(state.wallets, id);
        if (wallet == nullptr) return false;
        json.add("wallet", id)
            .add("account", wallet->account)
            .add("meters", wallet->meters)
            .add("recharge_count", wallet->recharge_count)
            .add("overdraft", wallet->overdraft)
            .add("hoarding_limit", wallet->hoarding_limit);
        put_duties(*wallet, json.begin("fees"));
        return true;
    });
}

/// GET /v1/wallets/{wallet}?as_of=&at_least=
Response read_wallet(const Call& call) {
    wait_for_position(call, call.service.read_models.balances);
    const auto id = name_in<WalletId>(call, 0);
    std::string text;
    ObjectText json(text);
    if (!put_wallet(call, id, json)) refuse_unknown(id);
    const auto as_of = call.request.parameter("as_of");
    json.add("balance",
             as_of ? credit_as_of(call, id, *as_of) : call.service.read_models.balances.credit(id));
    if (as_of) json.add("as_of", *as_of);
    json.end();
    return {200, {{"Content-Type", "application/json"}}, std::move(text)};
}

Json entry_json(const StatementEntry& entry) {
    Json json{{"position", entry.position.number}};
    json.update(write_record(entry));
    return json;
}

/// Newest first, of what whoever asks is shown.
projections::Page<StatementEntry> page_of_entries(const Call& call, const WalletId& id,
                                                  std::size_t limit) {
    const ledger::Position before{number_of(call.request, "cursor", 0)};
    const ledger::Position first = shown_from(call, id);
    projections::Page<StatementEntry> page{
        call.service.read_models.balances.statement(id, before, limit + 1), std::nullopt};
    std::erase_if(page.rows, [&](const StatementEntry& each) { return each.position < first; });
    if (page.rows.size() > limit) {
        page.rows.pop_back();
        page.next = std::to_string(page.rows.back().position.number);
    }
    if (is_tenant(call)) {
        for (StatementEntry& each : page.rows) each.actor.clear();
    }
    return page;
}

/// GET /v1/wallets/{wallet}/entries?cursor=&limit=: newest first
Response list_entries(const Call& call) {
    wait_for_position(call, call.service.read_models.balances);
    const WalletId id = known_wallet(call);
    return page_response(page_of_entries(call, id, limit_of(call.request)), entry_json);
}

/// PUT /v1/wallets/{wallet}/limits: what it may owe, and hold
Reply set_limits(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "wallet", call.names[0]);
    return write(call, ledger::SetCreditLimits{read_record<ledger::CreditLimitsSet>(body, "")},
                 wish.reason, Key::accepted);
}

/// POST /v1/wallets/{wallet}/settlement {"method": …, "reason": …}
Reply settle(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "wallet", call.names[0]);
    return write(call, read_record<ledger::SettleWallet>(body, ""), wish.reason, Key::required);
}

/// POST /v1/wallets/{wallet}/old-balance {"amount": …, "source": …, "reference": …, "reason": …}
Reply bring_in(const Call& call) {
    const Wish wish = wish_of(call.request);
    const auto balance = read_record<ledger::OldBalance>(wish.body, "");
    return write(call, ledger::BringInBalance{name_in<WalletId>(call, 0), balance}, wish.reason,
                 Key::required);
}

}  // namespace

std::vector<Route> wallet_routes() {
    return {{"POST", "/v1/wallets/{wallet}/settlement", Right::money_settle, settle},
            {"POST", "/v1/wallets/{wallet}/old-balance", Right::money_bring_in, bring_in},
            {"GET", "/v1/wallets/{wallet}", Right::money_read,
             with_etag(ledger::SubjectKind::wallet, read_wallet), true, true},
            {"GET", "/v1/wallets/{wallet}/entries", Right::money_read, list_entries},
            {"PUT", "/v1/wallets/{wallet}/limits", Right::limit_edit, set_limits}};
}

}  // namespace api
