#include <algorithm>
#include <set>

#include "api/accounts/tenancy.hpp"
#include "api/replies.hpp"
#include "ledger/rating/zone.hpp"

namespace api {
namespace {

using ledger::AccountId;
using ledger::MeterId;
using ledger::State;
using ledger::WalletId;

/// What another resource answers at this path.
ReadHandler handler_of(const std::vector<Route>& routes, const std::string& pattern) {
    const auto found = std::ranges::find_if(
        routes, [&](const Route& each) { return each.method == "GET" && each.pattern == pattern; });
    ledger::ensure(found != routes.end(), "a tenant is shown what the office is shown");
    return [route = *found](const Call& call) { return read(route, call); };
}

bool is_own(const Call& call, const AccountId& account) {
    return std::ranges::count(call.caller.accounts, account) > 0;
}

/// The same answer for what is somebody else's and for what does not exist.
[[noreturn]] void refuse(const std::string& name) {
    throw Problem(404, "path_must_exist", "", "'" + name + "' is none of yours");
}

void check_own_wallet(const Call& call) {
    const auto id = name_in<WalletId>(call, 0);
    const AccountId account = call.service.book.read([&](const State& state) {
        const auto* known = ledger::find(state.wallets, id);
        return known == nullptr ? AccountId() : known->account;
    });
    if (!is_own(call, account)) refuse(id.text());
}

/// Since when a meter is theirs, and whether it was somebody else's before.
struct Tenure {
    ledger::Instant since;
    bool had_another;
};

Tenure own_meter(const Call& call) {
    const auto id = name_in<MeterId>(call, 0);
    AccountId account;
    const auto tenure = call.service.book.read([&](const State& state) -> std::optional<Tenure> {
        const auto* known = ledger::find(state.meters, id);
        if (known == nullptr || !is_own(call, known->account)) return std::nullopt;
        account = known->account;
        return Tenure{known->attached.at, known->left_at.micros != 0};
    });
    if (!tenure) refuse(id.text());
    const ledger::Event taking_over = taking_over_of(call, account);
    const ledger::Instant since = taking_over.envelope.occurred_at;
    const bool is_transfer =
        std::holds_alternative<ledger::AccountTransferred>(taking_over.payload);
    if (is_transfer && since > tenure->since) return {since, true};
    return *tenure;
}

Json wallet_json(const Call& call, const WalletId& id, const std::vector<MeterId>& meters) {
    return {{"wallet", id.text()},
            {"balance", ledger::to_text(call.service.read_models.balances.credit(id))},
            {"meters", write_value(meters)}};
}

/// An account, and the meters that draw on each of its wallets.
struct Own {
    AccountId account;
    std::map<WalletId, std::vector<MeterId>> wallets;
};

projections::Page<Own> own_accounts(const Call& call) {
    const std::size_t limit = limit_of(call.request);
    const std::set<AccountId> own(call.caller.accounts.begin(), call.caller.accounts.end());
    return call.service.book.read([&](const State& state) {
        projections::Page<Own> page;
        const AccountId after(call.request.parameter("cursor").value_or(""));
        for (auto each = own.upper_bound(after); each != own.end(); ++each) {
            const AccountId& id = *each;
            const auto* account = ledger::find(state.accounts, id);
            if (account == nullptr) continue;  // closed, or not open yet
            if (page.rows.size() == limit) {
                page.next = page.rows.back().account.text();
                break;
            }
            Own mine{id, {}};
            for (const MeterId& meter : account->meters)
                mine.wallets[state.meters.at(meter).wallet].push_back(meter);
            page.rows.push_back(std::move(mine));
        }
        return page;
    });
}

/// GET /v1/tenant/accounts: those that are open, with what they hold
Response list_own_accounts(const Call& call) {
    wait_for_position(call, call.service.read_models.balances);
    return page_response(own_accounts(call), [&](const Own& own) {
        Json wallets = Json::array();
        for (const auto& [id, meters] : own.wallets)
            wallets.push_back(wallet_json(call, id, meters));
        return Json{{"account", own.account.text()}, {"wallets", wallets}};
    });
}

/// GET /v1/tenant/papers/{position}: of what was paid into an own wallet, or out of it
ReadHandler of_own_transaction(ReadHandler office) {
    return [office = std::move(office)](const Call& call) {
        wait_for_position(call, call.service.read_models.sales);
        const auto row = call.service.read_models.sales.of(position_in(call, 0));
        const AccountId account = call.service.book.read([&](const State& state) {
            return row ? state.wallets.at(row->wallet).account : AccountId();
        });
        if (!is_own(call, account)) refuse(call.names[0]);
        if (row->position < shown_from(call, row->wallet)) refuse(call.names[0]);
        return office(call);
    };
}

/// GET /v1/tenant/wallets/{wallet}/…: as the office sees it, of an own wallet
ReadHandler of_own_wallet(ReadHandler office) {
    return [office = std::move(office)](const Call& call) {
        check_own_wallet(call);
        return office(call);
    };
}

/// Who in the office did it, and what they noted, is not for tenants.
void take_notes_out(Json& row) {
    for (const char* note : {"actor", "reason"}) {
        if (row.contains(note)) row[note] = "";
    }
}

/// The same where the office asks with ?wallet=, of what came since the account is theirs
ReadHandler asked_by_wallet(ReadHandler office) {
    return [office = std::move(office)](const Call& call) {
        check_own_wallet(call);
        const ledger::Position first = shown_from(call, WalletId(call.names[0]));
        Request request = call.request;
        request.query["wallet"] = call.names[0];
        const Call asked{call.service, request, call.caller, {}, call.seen};
        Response response = office(asked);
        call.seen = asked.seen;
        Json page = Json::parse(response.body);
        Json own = Json::array();
        for (Json& row : page["items"]) {
            const char* name = row.contains("position") ? "position" : "notice";
            if (row[name].get<std::uint64_t>() < first.number) continue;
            take_notes_out(row);
            own.push_back(std::move(row));
        }
        page["items"] = std::move(own);
        response.body = dump(page);
        return response;
    };
}

ledger::Instant moment_in(const Json& event, const char* moment) {
    return *ledger::instant_from_text(event[moment].get<std::string>());
}

/// What a reading charged was used before it: the one that an account begins at shows its
/// registers.
void take_charge_out(Json& event) {
    Json& reading = event["data"];
    const Json nobody = write_record(ledger::ReadingRecorded{});
    for (const char* charge : {"wallet", "lines", "carry_after", "tiers_after"}) {
        if (reading.contains(charge)) reading[charge] = nobody.at(charge);
    }
}

/// GET /v1/tenant/meters/{meter}/readings: since the meter is theirs
ReadHandler since_own(ReadHandler office) {
    return [office = std::move(office)](const Call& call) {
        const Tenure tenure = own_meter(call);
        Response response = office(call);
        Json page = Json::parse(response.body);
        Json own{{"items", Json::array()}, {"next_cursor", page["next_cursor"]}};
        for (Json& event : page["items"]) {
            // Newest first by their recording: nothing of theirs comes behind it.
            if (moment_in(event, "recorded_at") < tenure.since) own["next_cursor"] = nullptr;
            if (moment_in(event, "occurred_at") < tenure.since) continue;
            if (moment_in(event, "occurred_at") == tenure.since) take_charge_out(event);
            event["actor"]["name"] = "";
            event["reason"] = "";
            event["idempotency_key"] = "";
            event["fingerprint"] = "";
            own["items"].push_back(std::move(event));
        }
        response.body = dump(own);
        return response;
    };
}

/// GET /v1/tenant/meters/{meter}/energy: from the first day on that is theirs alone
ReadHandler from_own_day(ReadHandler office) {
    return [office = std::move(office)](const Call& call) {
        const Tenure tenure = own_meter(call);
        const std::string zone =
            call.service.book.read([](const State& state) { return state.site->zone; });
        ledger::Day first = ledger::Zone::find(zone)->day_of(tenure.since);
        if (tenure.had_another) first = first.next();
        Request request = call.request;
        const auto asked = ledger::day_from_text(request.parameter("from").value_or(""));
        if (asked && *asked < first) request.query["from"] = ledger::to_text(first);
        return office({call.service, request, call.caller, call.names});
    };
}

}  // namespace

std::vector<Route> tenant_routes() {
    const auto statement = handler_of(account_statement_routes(), "/v1/wallets/{wallet}/statement");
    const auto receipt = handler_of(print_routes(), "/v1/papers/{position}");
    const auto outlook = handler_of(supply_routes(), "/v1/wallets/{wallet}/outlook");
    const auto prices = handler_of(supply_routes(), "/v1/wallets/{wallet}/prices");
    const auto entries = handler_of(wallet_routes(), "/v1/wallets/{wallet}/entries");
    const auto sales = handler_of(money_routes(), "/v1/sales");
    const auto explain = handler_of(explain_routes(), "/v1/explain");
    const auto notices = handler_of(notice_routes(), "/v1/notices");
    const auto readings = handler_of(reading_routes(), "/v1/meters/{meter}/readings");
    const auto energy = handler_of(reading_routes(), "/v1/meters/{meter}/energy");
    return {
        {"GET", "/v1/tenant/accounts", Right::tenant_read, list_own_accounts},
        {"GET", "/v1/tenant/wallets/{wallet}/entries", Right::tenant_read, of_own_wallet(entries)},
        {"GET", "/v1/tenant/wallets/{wallet}/purchases", Right::tenant_read,
         asked_by_wallet(sales)},
        {"GET", "/v1/tenant/wallets/{wallet}/notices", Right::tenant_read,
         asked_by_wallet(notices)},
        {"GET", "/v1/tenant/wallets/{wallet}/explanation", Right::tenant_read,
         asked_by_wallet(explain), true},
        {"GET", "/v1/tenant/wallets/{wallet}/statement", Right::tenant_read,
         of_own_wallet(statement)},
        {"GET", "/v1/tenant/wallets/{wallet}/outlook", Right::tenant_read, of_own_wallet(outlook)},
        {"GET", "/v1/tenant/wallets/{wallet}/prices", Right::tenant_read, of_own_wallet(prices)},
        {"GET", "/v1/tenant/papers/{position}", Right::tenant_read, of_own_transaction(receipt)},
        {"GET", "/v1/tenant/meters/{meter}/readings", Right::tenant_read, since_own(readings)},
        {"GET", "/v1/tenant/meters/{meter}/energy", Right::tenant_read, from_own_day(energy)}};
}

}  // namespace api
