#include "api/paper/statement.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "api/accounts/tenancy.hpp"
#include "api/exports.hpp"
#include "api/paper/log.hpp"
#include "api/paper/statement_rows.hpp"
#include "api/problem.hpp"
#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

using namespace ledger;
using projections::StatementEntry;

constexpr std::int64_t most_days = 400;

Day day_of(const Request& request, const std::string& name) {
    const auto text = request.parameter(name);
    const auto day = text ? day_from_text(*text) : std::nullopt;
    if (!day) throw Problem(400, "field_must_fit", name, name + ": give a day as 2026-11-21");
    return *day;
}

/// What was recorded within these days: a day begins at its first minute, and the index knows the
/// first event of every minute.
Stretch stretch_of(const Call& call, const Zone& zone, StatementWish wish) {
    wait_for_index(call.service.book, call.seen);
    const auto& index = call.service.book.index();
    const Position end = call.seen.next();
    const auto first_at = [&](Day day) {
        return std::min(index.first_recorded_from(zone.at(day)).value_or(end), end);
    };
    return {first_at(wish.from), first_at(wish.to.next())};
}

/// A tenant's begins where the wallet became theirs, with what it held then.
Stretch shown_of(const Call& call, const WalletId& wallet, Stretch stretch) {
    const Position from = shown_from(call, wallet);
    if (from <= stretch.first) return stretch;
    return {from, std::max(stretch.beyond, from.next())};
}

std::vector<StatementEntry> entries_of(const Call& call, const WalletId& wallet, Stretch stretch) {
    constexpr std::size_t step = 1'000;
    const auto& balances = call.service.read_models.balances;
    std::vector<StatementEntry> entries;
    for (Position before = stretch.beyond;;) {
        const auto some = balances.statement(wallet, before, step);
        for (const StatementEntry& each : some) {
            if (each.position < stretch.first) break;
            entries.push_back(each);
        }
        if (some.size() < step || some.back().position < stretch.first) break;
        refuse_while_stopping(call);
        before = some.back().position;
    }
    std::ranges::reverse(entries);
    return entries;
}

Position before(Position position) { return {position.number - 1}; }

WalletStatement section_of(const Call& call, const WalletId& wallet, Stretch stretch,
                           StatementRows rows) {
    const auto& balances = call.service.read_models.balances;
    WalletStatement section;
    section.wallet = wallet;
    section.opening = balances.credit_at(wallet, before(stretch.first));
    section.closing = balances.credit_at(wallet, before(stretch.beyond));
    for (const StatementEntry& each : entries_of(call, wallet, stretch)) rows.add(each);
    rows.give(section);
    Money sum = section.opening;
    for (const KindSum& each : section.sums) sum += each.amount;
    ensure(sum == section.closing, "opening and what happened give closing");
    return section;
}

/// Of the wallets of one account.
Statement made_of(const Call& call, const std::vector<WalletId>& wallets, StatementWish wish) {
    const SiteConfigured site = site_of(call);
    const Zone zone = zone_of(site);
    const Stretch stretch = shown_of(call, wallets.front(), stretch_of(call, zone, wish));
    const Event last = event_at(call, std::max(before(stretch.beyond), Position{1}));
    Statement statement{site.name,
                        site.currency,
                        site.zone,
                        wish.from,
                        wish.to,
                        {},
                        {},
                        "",
                        {},
                        before(stretch.beyond),
                        last.envelope.recorded_at};
    for (const WalletId& each : wallets) {
        WalletStatement section =
            section_of(call, each, stretch, StatementRows(call, each, zone, wish.by_entry));
        Holder holder = holder_at(call, each, last);
        section.supplies = std::move(holder.supplies);
        statement.account = holder.account;
        statement.customer = holder.customer;
        statement.customer_name = holder.name;
        statement.wallets.push_back(std::move(section));
    }
    return statement;
}

Json line_json(const StatementLine& line) {
    return {{"band", std::string(to_text(line.band))},
            {"tier", line.tier},
            {"price", to_text(line.price)},
            {"energy_kwh", to_text(line.energy)},
            {"amount", to_text(line.amount)}};
}

template <class Row>
Json list_json(const std::vector<Row>& rows, Json (*write)(const Row&)) {
    Json list = Json::array();
    for (const Row& each : rows) list.push_back(write(each));
    return list;
}

Json row_json(const StatementRow& row) {
    return {{"kind", std::string(to_text(row.kind))},
            {"first", row.first.number},
            {"last", row.last.number},
            {"from", to_text(row.from)},
            {"to", to_text(row.to)},
            {"amount", to_text(row.amount)},
            {"balance_after", to_text(row.balance_after)},
            {"energy_kwh", to_text(row.energy)},
            {"receipt_number", row.receipt_number == 0 ? Json(nullptr) : Json(row.receipt_number)},
            {"method", write_value(row.method)},
            {"actor", row.actor},
            {"reason", row.reason},
            {"about", row.about},
            {"lines", list_json(row.lines, line_json)}};
}

Json sum_json(const KindSum& sum) {
    return {{"kind", std::string(to_text(sum.kind))}, {"amount", to_text(sum.amount)}};
}

Json stand_json(const MeterStand& stand) {
    return {{"meter", stand.meter.text()},       {"from", to_text(stand.from)},
            {"to", to_text(stand.to)},           {"before_kwh", to_text(stand.before)},
            {"after_kwh", to_text(stand.after)}, {"charged_kwh", to_text(stand.charged)}};
}

Json section_json(const WalletStatement& section) {
    return {{"wallet", section.wallet.text()},
            {"supplies", list_json(section.supplies, supply_json)},
            {"opening", to_text(section.opening)},
            {"sums", list_json(section.sums, sum_json)},
            {"closing", to_text(section.closing)},
            {"energy_kwh", to_text(section.energy)},
            {"bands", list_json(section.bands, line_json)},
            {"meters", list_json(section.meters, stand_json)},
            {"rows", list_json(section.rows, row_json)}};
}

}  // namespace

StatementWish statement_wish_of(const Request& request) {
    const StatementWish wish{day_of(request, "from"), day_of(request, "to"),
                             request.parameter("detail") == "entry"};
    const std::string detail = request.parameter("detail").value_or("day");
    if (detail != "day" && detail != "entry")
        throw Problem(400, "field_must_fit", "detail", "detail: give day or entry");
    if (wish.to < wish.from)
        throw Problem(400, "field_must_fit", "to",
                      "to: the period ends before it begins: give a "
                      "later day");
    if (wish.to.number - wish.from.number >= most_days)
        throw Problem(
            400, "field_must_fit", "to",
            fmt::format("to: the period is longer than {} days: ask for it in parts", most_days));
    return wish;
}

Statement statement_of(const Call& call, const WalletId& wallet, StatementWish wish) {
    wait_for_position(call, call.service.read_models.balances);
    const bool is_known =
        call.service.book.read([&](const State& state) { return state.wallets.contains(wallet); });
    if (!is_known)
        throw Problem(404, "wallet_must_exist", "",
                      "wallet '" + wallet.text() + "' does not exist");
    return made_of(call, {wallet}, wish);
}

Statement statement_of(const Call& call, const AccountId& account, StatementWish wish) {
    wait_for_position(call, call.service.read_models.balances);
    const auto wallets = call.service.book.read([&](const State& state) {
        std::vector<WalletId> found;
        for (const auto& [id, wallet] : state.wallets) {
            if (wallet.account == account) found.push_back(id);
        }
        return found;
    });
    if (wallets.empty())
        throw Problem(404, "account_must_exist", "",
                      "account '" + account.text() + "' was never opened");
    return made_of(call, wallets, wish);
}

Json statement_json(const Statement& statement) {
    return {{"site", statement.site},
            {"currency", statement.currency},
            {"zone", statement.zone},
            {"from", to_text(statement.from)},
            {"to", to_text(statement.to)},
            {"account", statement.account.text()},
            {"customer", write_value(statement.customer)},
            {"customer_name", statement.customer_name},
            {"position", statement.position.number},
            {"made", to_text(statement.made)},
            {"wallets", list_json(statement.wallets, section_json)}};
}

Response answer_with(const Call& call, const Statement& statement) {
    if (!wants_pdf(call.request)) return json_response(statement_json(statement));
    const Words words(language_of(call.request));
    std::size_t rows = 0;
    for (const WalletStatement& each : statement.wallets) rows += each.rows.size();
    std::string pdf = statement_pdf(statement, words);
    tell_export(call, ExportFormat::pdf, rows);
    return pdf_response(fmt::format("statement-{}-{}-{}", statement.account.text(),
                                    to_text(statement.from), to_text(statement.to)),
                        std::move(pdf));
}

namespace {

/// GET /v1/wallets/{wallet}/statement?from=&to=&detail=&format=&lang=
Response read_wallet_statement(const Call& call) {
    const auto wish = statement_wish_of(call.request);
    return answer_with(call, statement_of(call, name_in<WalletId>(call, 0), wish));
}

/// GET /v1/accounts/{account}/statement: the same of all its wallets
Response read_account_statement(const Call& call) {
    const auto wish = statement_wish_of(call.request);
    return answer_with(call, statement_of(call, name_in<AccountId>(call, 0), wish));
}

}  // namespace

std::vector<Route> account_statement_routes() {
    return {{"GET", "/v1/wallets/{wallet}/statement", Right::money_read, read_wallet_statement},
            {"GET", "/v1/accounts/{account}/statement", Right::money_read, read_account_statement}};
}

}  // namespace api
