#include <fmt/core.h>

#include "api/accounts/tenancy.hpp"
#include "api/log/account_entries.hpp"
#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "projections/explanation.hpp"
#include "projections/past/moments.hpp"

namespace api {
namespace {

using ledger::Instant;
using ledger::Position;
using ledger::WalletId;
using projections::Explanation;
using projections::StatementEntry;

constexpr std::size_t most_explained = 100;
/// How many entries are looked at for one page: a time in which little happened holds no worker.
constexpr std::size_t most_looked_at = 2'000;

ledger::Event event_of(const Call& call, Position position) {
    return ledger::recorded_event(call.service.book.journal(), position);
}

Explanation explained(const Call& call, ledger::Event event) {
    return projections::explain(std::move(event), [&](Position at) { return event_of(call, at); });
}

ledger::Zone zone_of(const Call& call) {
    const std::string name = call.service.book.read(
        [](const ledger::State& state) { return state.site ? state.site->zone : "UTC"; });
    const auto zone = ledger::Zone::find(name);
    ledger::ensure(zone.has_value(), "the site's zone was checked when it was configured");
    return *zone;
}

Json standing_json(const std::optional<projections::Standing>& standing) {
    if (!standing) return nullptr;
    return {{"position", standing->position.number},
            {"at", ledger::to_text(standing->at)},
            {"registers", write_record(standing->registers)}};
}

Json terms_json(const projections::ExplainedLine& each) {
    if (!each.terms) return nullptr;
    return {{"position", each.line.tariff.number},
            {"tariff", each.terms->tariff.text()},
            {"name", each.terms->name},
            {"version", each.terms->version},
            {"effective_from", ledger::to_text(each.terms->effective_from)}};
}

Json line_json(const projections::ExplainedLine& each) {
    Json json = write_record(each.line);
    json["tariff"] = terms_json(each);
    json["exact"] = to_text(each.exact);
    json["carried_in"] = to_text(each.carried_in);
    json["carried_out"] = to_text(each.carried_out);
    return json;
}

Json explanation_json(const Explanation& explanation, const ledger::Zone& zone) {
    const auto& envelope = explanation.event.envelope;
    Json changes = Json::array();
    for (const auto& each : explanation.changes)
        changes.push_back(
            {{"wallet", each.wallet.text()}, {"amount", ledger::to_text(each.amount)}});
    Json lines = Json::array();
    for (const auto& each : explanation.lines) lines.push_back(line_json(each));
    return {{"position", envelope.position.number},
            {"type", std::string(ledger::name_of(explanation.event.payload))},
            {"occurred_at", ledger::to_text(envelope.occurred_at)},
            {"recorded_at", ledger::to_text(envelope.recorded_at)},
            {"actor", envelope.actor.name},
            {"reason", envelope.reason},
            {"changes", changes},
            {"before", standing_json(explanation.before)},
            {"after", standing_json(explanation.after)},
            {"energy_kwh", ledger::to_text(explanation.used)},
            {"lines", lines},
            {"adds_up", explanation.adds_up},
            {"text", projections::sentences(explanation, zone)}};
}

/// GET /v1/explain?event=
Response explain_event(const Call& call) {
    const Position position{number_of(call.request, "event", 0)};
    if (position.is_none() || position > call.service.book.journal().head().last)
        throw Problem(404, "path_must_exist", "event",
                      "there is no such event: give a position from 1 to the end of the log");
    return json_response(
        explanation_json(explained(call, event_of(call, position)), zone_of(call)));
}

/// The entries that are asked for: behind a position and before another, and in a time.
struct Wanted {
    Position after;
    Position before;
    Instant from{INT64_MIN};
    Instant beyond{INT64_MAX};
};

std::optional<Instant> moment_of(const Call& call, const std::string& name) {
    const auto text = call.request.parameter(name);
    if (!text) return std::nullopt;
    const auto moment = ledger::instant_from_text(*text);
    if (!moment)
        throw Problem(400, "field_must_fit", name,
                      name + ": give a moment as 2026-11-21T08:00:00Z");
    return moment;
}

/// ?as_of= a position: what was not read yet is not explained yet.
Position position_of(const Call& call) {
    const Position as_of{number_of(call.request, "as_of", 0)};
    if (as_of <= call.seen) return as_of;
    throw Problem(503, "position_must_be_reached", "as_of",
                  fmt::format("as_of is {} and the read model has seen event {}: ask again, or for "
                              "an earlier one",
                              as_of.number, call.seen.number));
}

/// ?after= a position, ?as_of= a position or a moment, ?from= and ?to= moments (`to` is not in it),
/// ?cursor=
Wanted wanted_of(const Call& call) {
    Wanted wanted{{number_of(call.request, "after", 0)},
                  {},
                  moment_of(call, "from").value_or(Instant{INT64_MIN}),
                  moment_of(call, "to").value_or(Instant{INT64_MAX})};
    if (const auto as_of = call.request.parameter("as_of")) {
        if (const auto moment = ledger::instant_from_text(*as_of)) {
            refuse_future(call, *moment);
            wanted.beyond = std::min(wanted.beyond, *moment + ledger::Duration(1));
        } else {
            wanted.before = position_of(call).next();
        }
    }
    const Position cursor{number_of(call.request, "cursor", 0)};
    if (!cursor.is_none() && (wanted.before.is_none() || cursor < wanted.before))
        wanted.before = cursor;
    return wanted;
}

/// Newest first.
projections::Page<StatementEntry> entries_of(const Call& call, const WalletId& wallet,
                                             Wanted wanted) {
    const std::size_t limit = std::min(limit_of(call.request), most_explained);
    const Position first = shown_from(call, wallet);
    projections::Page<StatementEntry> page;
    for (const auto& entry :
         call.service.read_models.balances.statement(wallet, wanted.before, most_looked_at)) {
        if (page.rows.size() == limit) {
            page.next = std::to_string(wanted.before.number);
            return page;
        }
        if (entry.position < first || entry.position <= wanted.after) return page;
        wanted.before = entry.position;
        if (entry.occurred_at >= wanted.from && entry.occurred_at < wanted.beyond)
            page.rows.push_back(entry);
    }
    const bool is_all =
        call.service.read_models.balances.statement(wallet, wanted.before, 1).empty();
    if (!wanted.before.is_none() && !is_all) page.next = std::to_string(wanted.before.number);
    return page;
}

Json entry_json(const Explanation& opened, const ledger::Zone& zone, ledger::Money amount,
                ledger::Money balance_after) {
    Json json = explanation_json(opened, zone);
    json["amount"] = ledger::to_text(amount);
    json["balance_after"] = ledger::to_text(balance_after);
    return json;
}

/// GET /v1/explain?wallet=&as_of=&after=&from=&to=&cursor=&limit=: what a balance is the sum of
Response explain_wallet(const Call& call, const std::string& name) {
    wait_for_position(call, call.service.read_models.balances);
    const bool is_known =
        WalletId::is_well_formed(name) && call.service.book.read([&](const ledger::State& state) {
            return state.wallets.contains(WalletId(name));
        });
    if (!is_known)
        throw Problem(404, "wallet_must_exist", "wallet", "wallet '" + name + "' does not exist");
    const ledger::Zone zone = zone_of(call);
    const auto page = entries_of(call, WalletId(name), wanted_of(call));
    return page_response(page, [&](const StatementEntry& entry) {
        Explanation opened = explained(call, event_of(call, entry.position));
        veil(call, opened);
        return entry_json(opened, zone, entry.amount, entry.balance_after);
    });
}

/// The books go by when something was recorded, and so do the moments that are given for them.
Span span_of(const Call& call) {
    const ledger::JournalEvents log(call.service.book.journal());
    const auto before = [&](Instant moment) {
        return projections::last_recorded_by(log, moment - ledger::Duration(1));
    };
    const Wanted wanted = wanted_of(call);
    Span span{wanted.after, call.seen};
    if (!wanted.before.is_none()) span.until = Position{wanted.before.number - 1};
    if (wanted.from.micros != INT64_MIN) span.after = std::max(span.after, before(wanted.from));
    if (wanted.beyond.micros != INT64_MAX) span.until = std::min(span.until, before(wanted.beyond));
    return span;
}

/// GET /v1/explain?account=&as_of=&after=&from=&to=&cursor=&limit=: what was posted to an account
/// of the books
Response explain_account(const Call& call, const std::string& account) {
    if (!call.caller.buildings.empty())
        throw Problem(403, "place_must_be_allowed", "account",
                      "'" + call.caller.actor.name +
                          "' is bound to buildings, and an account of the books is of the whole "
                          "site: ask somebody who is not");
    wait_for_position(call, call.service.read_models.balances);
    if (!call.service.read_models.balances.balance(account))
        throw Problem(404, "path_must_exist", "account",
                      "nothing was ever posted to '" + account +
                          "': give an account as GET /v1/replay names it, revenue:energy for "
                          "instance");
    const ledger::Zone zone = zone_of(call);
    const std::size_t limit = std::min(limit_of(call.request), most_explained);
    return page_response(
        account_entries(call, account, span_of(call), limit), [&](const AccountEntry& each) {
            return entry_json(explained(call, each.event), zone, each.amount, each.balance_after);
        });
}

/// GET /v1/explain: of an event, of a wallet or of an account of the books
Response explain(const Call& call) {
    const auto wallet = call.request.parameter("wallet");
    const auto account = call.request.parameter("account");
    const bool has_event = call.request.parameter("event").has_value();
    if (wallet.has_value() + account.has_value() + has_event != 1)
        throw Problem(400, "field_must_fit", "event",
                      "event: give the position of an event, or else a wallet or an account of "
                      "the books");
    if (has_event) return explain_event(call);
    return wallet ? explain_wallet(call, *wallet) : explain_account(call, *account);
}

}  // namespace

std::vector<Route> explain_routes() {
    return {{"GET", "/v1/explain", Right::money_read, explain, true}};
}

}  // namespace api
