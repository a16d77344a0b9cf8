#include "api/past/past_json.hpp"
#include "api/past/report_changes.hpp"
#include "api/replies.hpp"
#include "ledger/journal/event_source.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/table_view.hpp"

namespace api {
namespace {

using ledger::Money;
using ledger::Position;

/// How many events one question reads: a few tenths of a second of one worker.
constexpr std::uint64_t most_read = 100'000;
constexpr std::size_t most_effects = 1'000;

ledger::JournalEvents log_of(const Call& call) {
    return ledger::JournalEvents(call.service.book.journal());
}

/// GET /v1/events/{position}/tree
Response read_tree(const Call& call) {
    const Position position = position_in(call, 0);
    const auto log = log_of(call);
    if (position > log.last())
        throw Problem(404, "path_must_exist", "", "the log ends before event " + call.names[0]);
    return json_response(
        write_relatives(projections::relatives_of(log, position, {most_read, most_effects})));
}

/// What a parameter says: a position, or what was recorded by a moment; nothing where it is absent.
std::optional<Position> place_of(const Call& call, const std::string& name) {
    const auto text = call.request.parameter(name);
    if (!text) return std::nullopt;
    const auto log = log_of(call);
    if (const auto instant = ledger::instant_from_text(*text))
        return projections::last_recorded_by(log, *instant);
    const Position position{number_of(call.request, name, 0)};
    if (position > log.last())
        throw Problem(404, "path_must_exist", name,
                      name + ": the log ends before event " + *text + ": give one that is in it");
    return position;
}

[[noreturn]] void refuse_length(const std::string& field, const std::string& program) {
    throw Problem(400, "field_must_fit", field,
                  field + ": more than " + std::to_string(most_read) +
                      " events would be read: ask for less, or 'meterbook " + program +
                      "' beside a backup");
}

bool wants_reports(const Call& call) {
    const std::string wish = call.request.parameter("reports").value_or("false");
    if (wish != "true" && wish != "false")
        throw Problem(400, "field_must_fit", "reports", "reports: give true or false");
    return wish == "true";
}

/// Every report as it was known at both moments.
Json report_changes(const Call& call, Position from, Position to) {
    constexpr std::chrono::seconds patience(5);
    std::vector<ReportChange> changes;
    for (const Report& each : all_reports()) {
        const auto& model = each.read_model(call.service.read_models);
        if (!call.service.read_models.runner.wait_for(model, to, patience))
            throw Problem(503, "position_must_be_reached", "to",
                          "the read model " + model.name() + " has not seen it yet: ask again");
        const projections::TableView view(model.live());
        const ReportSource source{view, call.service.book.journal()};
        changes.push_back(
            change_between(figures_of(each, source, from), figures_of(each, source, to)));
        refuse_while_stopping(call);
    }
    return write_report_changes(changes);
}

/// GET /v1/diff?from=&to=: positions or moments; from the beginning and to the end where they are
/// absent; &reports=true
Response read_difference(const Call& call) {
    wait_for_position(call, call.service.read_models.balances);
    const auto log = log_of(call);
    const Position from = place_of(call, "from").value_or(Position{});
    const Position to = place_of(call, "to").value_or(call.seen);
    if (to < from)
        throw Problem(400, "field_must_fit", "to", "to: is before from: give them in order");
    if (to.number - from.number > most_read) refuse_length("from", "diff");
    Json json = write_difference(projections::difference(
        log, projections::moment_behind(log, from), projections::moment_behind(log, to),
        [&](const auto& wallet, Position at) {
            return call.service.read_models.balances.credit_at(wallet, at);
        }));
    if (wants_reports(call)) json["reports"] = report_changes(call, from, to);
    return json_response(json);
}

using Accounts = std::map<std::string, Money>;

/// Carries the postings behind one event up to another; `sign` is -1 to take them back.
void carry(const Call& call, Position from, Position to, Accounts& accounts, std::int64_t sign) {
    auto reader = call.service.book.journal().read(from.next());
    while (const auto entry = reader.next()) {
        if (entry->position > to) return;
        const ledger::Event event = ledger::recorded_event(entry->bytes);
        for (const auto& each : ledger::postings(event.payload))
            accounts[each.account] += sign < 0 ? -each.amount : each.amount;
    }
}

/// What the read model holds, and behind which event it does.
std::pair<Accounts, Position> accounts_now(const Call& call) {
    constexpr int tries = 100;
    const auto& balances = call.service.read_models.balances;
    for (int i = 0; i < tries; ++i) {
        const Position seen = balances.live()->position();
        Accounts accounts;
        for (const auto& each : balances.trial_balance()) accounts[each.account] = each.balance;
        if (balances.live()->position() == seen) return {std::move(accounts), seen};
    }
    throw Problem(503, "position_must_be_reached", "to",
                  "to: the book changes faster than it can be read: ask again");
}

/// From the beginning on, or back from now: whichever is nearer.
Accounts accounts_at(const Call& call, Position to) {
    auto [accounts, seen] = accounts_now(call);
    const bool is_early = seen < to || to.number <= seen.number - to.number;
    if (is_early ? to.number > most_read : seen.number - to.number > most_read)
        refuse_length("to", "replay");
    if (!is_early) {
        carry(call, to, seen, accounts, -1);
        return accounts;
    }
    accounts.clear();
    carry(call, {}, to, accounts, 1);
    return accounts;
}

/// GET /v1/replay?to=: every account as it was behind a position or at a moment
Response read_replay(const Call& call) {
    wait_for_position(call, call.service.read_models.balances);
    const Position to = place_of(call, "to").value_or(call.seen);
    Money sum;
    Json accounts = Json::array();
    for (const auto& [account, balance] : accounts_at(call, to)) {
        sum += balance;
        if (!balance.is_zero())
            accounts.push_back({{"account", account}, {"balance", to_text(balance)}});
    }
    Json json = write_moment(projections::moment_behind(log_of(call), to));
    json["accounts"] = accounts;
    json["sum"] = to_text(sum);
    return json_response(json);
}

}  // namespace

std::vector<Route> past_routes() {
    return {{"GET", "/v1/events/{position}/tree", Right::event_read, read_tree},
            {"GET", "/v1/diff", Right::event_read, read_difference},
            {"GET", "/v1/replay", Right::event_read, read_replay}};
}

}  // namespace api
