#include "api/scope/scope.hpp"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "api/problem.hpp"
#include "api/replies.hpp"
#include "api/scope/places.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"

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
    static const Words resources{"site",   "tariffs",  "calendars", "fees",     "roles",
                                 "rights", "sessions", "imports",   "profiles", "notice-texts"};
    return route.method == "GET" && resources.contains(resource_of(route));
}

/// Whose rows are chosen as they are made.
bool knows_places(const Route& route) { return resource_of(route) == "reports"; }

/// What leaves as a file and is never of one thing: refused before the log hears that it was taken.
bool is_of_the_whole_site(const Route& route) { return resource_of(route) == "exports"; }

/// A meter stands where it hangs, whoever pays for it.
bool is_about_meters(const Route& route) {
    static const Words patterns{"/v1/meters", "/v1/meters/{meter}", "/v1/meters/{meter}/readings",
                                "/v1/meter-states", "/v1/meter-states/{meter}"};
    return patterns.contains(route.pattern);
}

/// Whose account it is, and what that holds, is for whoever may see all of that account.
void hide_account_elsewhere(const Places& places, Json& meter) {
    if (meter.contains("data")) hide_account_elsewhere(places, meter["data"]);  // of a reading
    const Mentions owner = mentions_in(
        {{"account", meter.value("account", Json())}, {"wallet", meter.value("wallet", Json())}});
    if (!places.stand_elsewhere(owner)) return;
    for (const char* field : {"account", "wallet", "balance"}) {
        if (meter.contains(field)) meter[field] = nullptr;
    }
}

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
        const ledger::Event event = ledger::recorded_event(book.journal(), each);
        std::visit([&](const auto& fact) { collect(fact, mentions); }, event.payload);
        mentions.events.clear();
    }
}

/// A shift and a till are of the teller.
bool is_free(const Call& call, const ledger::Command& command) {
    const auto* closing = std::get_if<ledger::CloseShift>(&command);
    if (closing == nullptr) return std::holds_alternative<ledger::OpenShift>(command);
    return call.service.book.read([&](const ledger::State& state) {
        const auto* shift = ledger::find(state.office.shifts, closing->shift);
        return shift == nullptr || shift->teller.text() == call.caller.actor.name;
    });
}

bool cover(const ledger::Book& book, const Caller& caller, const Mentions& mentions) {
    const Former former = former_of(book, mentions);
    return book.read([&](const ledger::State& state) {
        return Places(state, caller.buildings, former).cover(mentions);
    });
}

/// What the path names: {"wallet": "A1.M1"}.
Json names_in_path(const Call& call, const Route& route) {
    Json names = Json::object();
    std::size_t next = 0;
    for (std::size_t at = route.pattern.find('{'); at != std::string::npos;
         at = route.pattern.find('{', at + 1))
        names[route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1)] =
            call.names.at(next++);
    return names;
}

/// And what its parameters choose by.
Mentions named_in_target(const Call& call, const Route& route) {
    Json names = Json::object();
    for (const auto& [name, value] : call.request.query) names[name] = value;
    names.update(names_in_path(call, route));
    return mentions_in(names);
}

bool stands_elsewhere(const Call& call, const Mentions& mentions) {
    const Former former = former_of(call.service.book, mentions);
    return call.service.book.read([&](const ledger::State& state) {
        return Places(state, call.caller.buildings, former).stand_elsewhere(mentions);
    });
}

/// A page of a list that holds nothing of others, and whose cursor names nothing of others: else
/// whoever searches would learn from it what exists elsewhere.
class OwnPage {
public:
    OwnPage(const Call& call, const Route& route)
        : call_(call), route_(route), wanted_(limit_of(call.request)) {}

    /// Looks through the page that was answered, and on in large pieces until it is full and one
    /// more is found.
    Response read(Response response) {
        const auto asked = call_.request.parameter("cursor");
        std::string from = asked.value_or("");
        for (std::size_t piece = 0;; ++piece) {
            Json body = Json::parse(response.body);
            const bool is_full = take(body["items"], from);
            const Json next = body["next_cursor"];
            if (is_full) return answer(std::move(response), std::move(body), cursor_behind_last());
            if (next.is_null() || piece == most_pieces)
                return answer(std::move(response), std::move(body), next);
            from = next.get<std::string>();
            response = page(from, at_once);
            if (response.status != 200) return response;
        }
    }

private:
    static constexpr std::size_t at_once = 1'000;
    static constexpr std::size_t most_pieces = 20;  ///< then the cursor goes on where it stands

    Response page(const std::string& from, std::size_t limit) const {
        Request request = call_.request;
        request.query["limit"] = std::to_string(limit);
        if (!from.empty()) request.query["cursor"] = from;
        const Call piece{call_.service, request, call_.caller, call_.names, call_.seen};
        Response response = api::read(route_, piece);
        call_.seen = std::min(call_.seen, piece.seen);
        return response;
    }

    /// True where the page is full, and there is one more.
    bool take(Json& items, const std::string& from) {
        const std::vector<bool> are_own = own_among(items);
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (!are_own[i]) continue;
            if (own_.size() == wanted_) return true;
            own_.push_back(items[i]);
            last_ = {from, i + 1};
        }
        return false;
    }

    std::vector<bool> own_among(Json& items) const {
        const Former former = former_of(call_.service.book, mentions_in(items));
        hide_accounts(items, former);
        std::vector<Mentions> mentioned;
        const Json named = names_in_path(call_, route_);  // what names nothing else is part of it
        for (const Json& each : items) mentioned.push_back(mentions_in({named, each}));
        std::vector<bool> are_own;
        call_.service.book.read([&](const ledger::State& state) {
            Places places(state, call_.caller.buildings, former);
            for (std::size_t i = 0; i < items.size(); ++i)
                are_own.push_back(items[i].value("teller", "") == call_.caller.actor.name ||
                                  places.cover(mentioned[i]));
        });
        return are_own;
    }

    void hide_accounts(Json& items, const Former& former) const {
        if (!is_about_meters(route_)) return;
        call_.service.book.read([&](const ledger::State& state) {
            const Places places(state, call_.caller.buildings, former);
            for (Json& each : items) hide_account_elsewhere(places, each);
        });
    }

    /// Of a page that ends with the last own one.
    Json cursor_behind_last() const {
        const Response response = page(last_.from, last_.items);
        return Json::parse(response.body).value("next_cursor", Json());
    }

    Response answer(Response response, Json body, Json next) const {
        body["items"] = own_;
        body["next_cursor"] = std::move(next);
        response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
        response.headers.erase("Link");
        return response;
    }

    /// Where the last own one stands: so many items behind a cursor.
    struct Place {
        std::string from;
        std::size_t items = 0;
    };

    const Call& call_;
    const Route& route_;
    const std::size_t wanted_;
    Json own_ = Json::array();
    Place last_;
};

/// A table, a workbook, a paper: nothing can be taken out of it, so it must be of one thing of
/// theirs, or about an event of theirs.
Response own_file(const Call& call, const Route& route, Response file) {
    Mentions mentions = named_in_target(call, route);
    if (route.pattern.find("/{position}") != std::string::npos)
        mentions.events.insert(position_in(call, 0));  // no other name stands before it
    resolve_events(call.service.book, mentions);
    if (cover(call.service.book, call.caller, mentions)) return file;
    refuse(call, "this is about the whole site");
}

Json own_meter(const Call& call, Json meter) {
    const Former former = former_of(call.service.book, mentions_in(meter));
    call.service.book.read([&](const ledger::State& state) {
        hide_account_elsewhere(Places(state, call.caller.buildings, former), meter);
    });
    return meter;
}

}  // namespace

void need_place_of(const Call& call, const Route& route) {
    if (!is_bound(call)) return;
    if (is_of_the_whole_site(route)) refuse(call, "this is about the whole site");
    if (stands_elsewhere(call, named_in_target(call, route))) refuse(call, "this stands elsewhere");
    if (route.method == "GET" || is_checked_by_command(route)) return;
    refuse(call, "this is about the whole site");
}

void need_place_of(const Call& call, const ledger::Command& command) {
    if (!is_bound(call) || is_free(call, command)) return;
    Mentions mentions;
    std::visit([&](const auto& each) { collect(each, mentions); }, command);
    const auto named = mentions.customers;
    resolve_events(call.service.book, mentions);
    const Former former = former_of(call.service.book, mentions);
    const bool is_theirs = call.service.book.read([&](const ledger::State& state) {
        Places places(state, call.caller.buildings, former);
        return places.cover(mentions) && places.reach_customers(named);
    });
    if (!is_theirs) refuse(call, "this stands elsewhere");
}

Response within_place(const Call& call, const Route& route, Response response) {
    if (!is_bound(call) || route.method != "GET" || is_shared(route)) return response;
    if (knows_places(route)) return response;
    if (response.status != 200 || response.follow) return response;  // a stream asks may_see
    auto body = Json::parse(response.body, nullptr, false);
    if (!body.is_object()) return own_file(call, route, std::move(response));
    if (body.contains("items")) return OwnPage(call, route).read(std::move(response));
    if (is_about_meters(route)) {
        body = own_meter(call, std::move(body));
        response.body = dump(body);
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

std::set<ledger::MeterId> meters_changed_by(const ledger::Book& book, const Caller& caller,
                                            const ledger::Event& event) {
    Mentions mentions;
    std::visit([&](const auto& fact) { collect(fact, mentions); }, event.payload);
    return book.read([&](const ledger::State& state) {
        for (const ledger::WalletId& each : mentions.wallets) {
            if (const auto* wallet = ledger::find(state.wallets, each))
                mentions.accounts.insert(wallet->account);
        }
        for (const ledger::AccountId& each : mentions.accounts) {
            if (const auto* account = ledger::find(state.accounts, each))
                mentions.meters.insert(account->meters.begin(), account->meters.end());
        }
        const Former none;
        Places places(state, caller.buildings, none);
        std::erase_if(mentions.meters, [&](const ledger::MeterId& each) {
            return !places.cover({.meters = {each}});
        });
        return mentions.meters;
    });
}

bool may_see(const ledger::Book& book, const Caller& caller, const ledger::AccountId& account) {
    Mentions mentions;
    mentions.accounts.insert(account);
    return caller.buildings.empty() || cover(book, caller, mentions);
}

}  // namespace api
