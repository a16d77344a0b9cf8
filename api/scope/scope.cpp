#include "api/scope/scope.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "api/problem.hpp"
#include "api/replies.hpp"
#include "api/scope/places.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

using Words = std::set<std::string>;

/// "sales" of "/v1/sales/{position}".
std::string resource_of(const Route& route) {
    const std::string start = "/v1/";
    if (!route.pattern.starts_with(start)) return "";
    return route.pattern.substr(start.size(), route.pattern.find('/', start.size()) - start.size());
}

/// What everybody works with and nobody's supply is told by.
bool is_shared(const Route& route) {
    static const Words resources{"site",  "tariffs", "calendars", "fees",
                                 "roles", "rights",  "sessions",  "imports"};
    return route.method == "GET" && resources.contains(resource_of(route));
}

/// Whose rows are chosen as they are made.
bool knows_places(const Route& route) { return resource_of(route) == "reports"; }

/// Where every change goes by a command that says what it is about, or touches the caller alone.
bool is_checked_by_command(const Route& route) {
    static const Words resources{
        "sales",     "refunds",      "reversals", "transfers",         "adjustments",
        "accounts",  "commands",     "batches",   "prepared-accounts", "meters",
        "wallets",   "quarantine",   "shifts",    "sessions",          "customers",
        "buildings", "old-balances", "lines",     "gateways",          "prints"};
    return resources.contains(resource_of(route));
}

[[noreturn]] void refuse(const Call& call, const std::string& what) {
    throw Problem(403, "place_must_be_allowed", "",
                  fmt::format("'{}' is bound to buildings, and {}: ask somebody who is not",
                              call.caller.actor.name, what));
}

bool is_bound(const Call& call) { return !call.caller.buildings.empty(); }

/// The events that are named become what they are about.
void resolve_events(const ledger::Book& book, Mentions& mentions) {
    const auto last = book.journal().head().last;
    for (const ledger::Position each : std::exchange(mentions.events, {})) {
        if (each > last) continue;  // the handler says that there is none
        const auto event = ledger::decode_event(book.journal().get(each));
        ledger::ensure(event.has_value(), "the book reads what it wrote");
        std::visit([&](const auto& fact) { collect(fact, mentions); }, event->payload);
        mentions.events.clear();
    }
}

/// A shift and a till are of the teller; who has no account yet is nobody's.
bool is_free(const ledger::Command& command) {
    return std::holds_alternative<ledger::OpenShift>(command) ||
           std::holds_alternative<ledger::CloseShift>(command);
}

bool cover(const ledger::Book& book, const Caller& caller, const Mentions& mentions) {
    return book.read([&](const ledger::State& state) {
        return Places(state, caller.buildings).cover(mentions);
    });
}

/// What the path names: {"wallet": "A1.M1"}.
Mentions named_in_path(const Call& call, const Route& route) {
    Json names = Json::object();
    std::size_t next = 0;
    for (std::size_t at = route.pattern.find('{'); at != std::string::npos;
         at = route.pattern.find('{', at + 1))
        names[route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1)] =
            call.names.at(next++);
    return mentions_in(names);
}

bool stands_elsewhere(const Call& call, const Mentions& mentions) {
    return call.service.book.read([&](const ledger::State& state) {
        return Places(state, call.caller.buildings).stand_elsewhere(mentions);
    });
}

Json own_items(const Call& call, const Json& items) {
    std::vector<Mentions> mentioned;
    for (const Json& each : items) mentioned.push_back(mentions_in(each));
    Json own = Json::array();
    call.service.book.read([&](const ledger::State& state) {
        Places places(state, call.caller.buildings);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const bool is_theirs = items[i].value("teller", "") == call.caller.actor.name;
            if (is_theirs || places.cover(mentioned[i])) own.push_back(items[i]);
        }
    });
    return own;
}

/// A table, a workbook, a paper: nothing can be taken out of it, so it must be of one thing of
/// theirs, or about an event of theirs.
Response own_file(const Call& call, const Route& route, Response file) {
    Mentions mentions = named_in_path(call, route);
    if (route.pattern.ends_with("/{position}"))
        mentions.events.insert(position_in(call, call.names.size() - 1));
    resolve_events(call.service.book, mentions);
    if (cover(call.service.book, call.caller, mentions)) return file;
    refuse(call, "this is about the whole site");
}

}  // namespace

void need_place_of(const Call& call, const Route& route) {
    if (!is_bound(call)) return;
    if (stands_elsewhere(call, named_in_path(call, route))) refuse(call, "this stands elsewhere");
    if (route.method == "GET" || is_checked_by_command(route)) return;
    refuse(call, "this is about the whole site");
}

void need_place_of(const Call& call, const ledger::Command& command) {
    if (!is_bound(call) || is_free(command)) return;
    Mentions mentions;
    std::visit([&](const auto& each) { collect(each, mentions); }, command);
    resolve_events(call.service.book, mentions);
    if (!cover(call.service.book, call.caller, mentions)) refuse(call, "this stands elsewhere");
}

Response within_place(const Call& call, const Route& route, Response response) {
    if (!is_bound(call) || route.method != "GET" || is_shared(route)) return response;
    if (knows_places(route)) return response;
    if (response.status != 200 || response.follow) return response;  // a stream asks may_see
    const auto body = Json::parse(response.body, nullptr, false);
    if (!body.is_object()) return own_file(call, route, std::move(response));
    if (body.contains("items")) {
        Json own = body;
        own["items"] = own_items(call, body["items"]);
        response.body = own.dump(-1, ' ', false, Json::error_handler_t::replace);
        return response;
    }
    if (!cover(call.service.book, call.caller, mentions_in(body)))
        refuse(call, "this stands elsewhere");
    return response;
}

bool may_see(const ledger::Book& book, const Caller& caller, const ledger::Event& event) {
    if (caller.buildings.empty()) return true;
    Mentions mentions;
    std::visit([&](const auto& fact) { collect(fact, mentions); }, event.payload);
    mentions.events.clear();
    return cover(book, caller, mentions);
}

}  // namespace api
