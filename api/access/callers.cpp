#include "api/access/callers.hpp"

#include <optional>

#include <fmt/core.h>

#include "api/access/access.hpp"
#include "api/access/refused_caller.hpp"
#include "api/access/secrets.hpp"
#include "api/http/network.hpp"
#include "api/problem.hpp"
#include "api/service.hpp"
#include "ledger/rules/office/operators.hpp"

namespace api {
namespace {

using ledger::ActorKind;

Problem stranger(const std::string& code, const std::string& field, const std::string& detail) {
    return {401, code, field, detail};
}

Problem wrong_token() {
    return stranger("token_must_be_given", "Authorization",
                    "sign in, or give a key or the API token: 'Authorization: Bearer …'");
}

/// An operator of the book speaks for themselves: one token would be both pairs of eyes.
void refuse_name_of_operator(const Service& service, const std::string& name) {
    const bool is_operator = service.book.read([&](const ledger::State& state) {
        return state.office.operators.contains(ledger::OperatorId(name));
    });
    if (!is_operator) return;
    throw RefusedCaller(ledger::OperatorId("api"),
                        Problem(403, "operator_must_be_the_caller", "X-Operator",
                                fmt::format("'{}' is an operator of the book: let them sign in, or "
                                            "give a key to a machine",
                                            name)));
}

/// Who holds the API token speaks for whom they say: tills and scripts of older days.
Caller built_in(const Service& service, const Request& request) {
    const std::string name = request.header("x-operator");
    if (!name.empty() && !ledger::OperatorId::is_well_formed(name))
        throw Problem(400, "field_must_fit", "X-Operator",
                      "X-Operator: give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    if (!name.empty()) refuse_name_of_operator(service, name);
    Caller caller{
        .actor = {ActorKind::api, name.empty() ? "api" : name, request.header("x-request-id")}};
    caller.rights = ledger::every_right();
    return caller;
}

/// Rights are those of this moment: who was disabled meanwhile holds none.
std::optional<Caller> operator_called(const ledger::Book& book, const ledger::OperatorId& who) {
    return book.read([&](const ledger::State& state) -> std::optional<Caller> {
        const ledger::Operator* known = ledger::find(state.office.operators, who);
        if (known == nullptr || known->disabled) return std::nullopt;
        Caller caller{
            .actor = {known->is_machine ? ActorKind::api : ActorKind::person, who.text(), ""}};
        caller.rights = ledger::rights_of(state, *known);
        caller.buildings = known->buildings;
        caller.accounts = known->accounts;
        caller.is_operator = true;
        return caller;
    });
}

/// Whose key this is, as long as it was not revoked.
ledger::OperatorId holder_of(const ledger::Book& book, const ledger::ApiKeyId& key) {
    return book.read([&](const ledger::State& state) {
        for (const auto& [who, each] : state.office.operators) {
            if (each.keys.contains(key)) return who;
        }
        return ledger::OperatorId();
    });
}

/// A key or token that is wrong, revoked or of nobody who may come in: the log hears of it.
[[noreturn]] void refuse_key(const Service& service, const Request& request,
                             const ledger::ApiKeyId& key) {
    const ledger::OperatorId holder =
        key.is_empty() ? ledger::OperatorId() : holder_of(service.book, key);
    service.access.tally.refused_sign_in(holder, ledger::SignInFault::wrong, request.address);
    throw wrong_token();
}

/// When the key's time was over, where it is; nothing of one that holds, or that nobody has.
std::optional<ledger::Instant> expiry_behind(const ledger::Book& book,
                                             const ledger::OperatorId& who,
                                             const ledger::ApiKeyId& key, ledger::Instant now) {
    return book.read([&](const ledger::State& state) -> std::optional<ledger::Instant> {
        const ledger::Operator* holder = ledger::find(state.office.operators, who);
        const auto* issued = holder == nullptr ? nullptr : ledger::find(holder->keys, key);
        if (issued == nullptr || !issued->is_expired(now)) return std::nullopt;
        return issued->expires_at;
    });
}

/// Told to who has the right key alone: of a wrong one nothing is said but that it is wrong.
void refuse_expired(const Service& service, const Request& request, const ledger::OperatorId& who,
                    const ledger::ApiKeyId& key) {
    const auto expired = expiry_behind(service.book, who, key, service.clock());
    if (!expired) return;
    service.access.tally.refused_sign_in(who, ledger::SignInFault::expired, request.address);
    throw stranger("key_must_not_be_expired", "Authorization",
                   fmt::format("key '{}' opened nothing any more from {} on: have a new one issued",
                               key.text(), ledger::to_text(*expired)));
}

/// "Bearer mbk.NAME.SECRET"
Caller machine(const Service& service, const Request& request) {
    const std::string authorization = request.header("authorization");
    constexpr std::string_view opening = "Bearer mbk.";
    const std::size_t dot = authorization.rfind('.');
    if (!authorization.starts_with(opening) || dot < opening.size())
        refuse_key(service, request, {});
    const ledger::ApiKeyId key(authorization.substr(opening.size(), dot - opening.size()));
    const auto kept = service.access.credentials.key(key);
    if (!kept || !is_same_secret(digest_of(authorization.substr(dot + 1)), *kept))
        refuse_key(service, request, key);
    const ledger::OperatorId holder = holder_of(service.book, key);
    auto caller = operator_called(service.book, holder);
    if (!caller) refuse_key(service, request, key);
    refuse_expired(service, request, holder, key);
    caller->key = key;
    return std::move(*caller);
}

/// The session's cookie; nothing where there is none, or several: one of them is somebody else's.
std::optional<std::string> cookie_in(const Request& request) {
    const std::string all = request.header("cookie");
    const std::string wanted = std::string(session_cookie) + "=";
    std::optional<std::string> found;
    for (std::size_t from = 0; from < all.size();) {
        const std::size_t to = std::min(all.find(';', from), all.size());
        const std::size_t begin = std::min(all.find_first_not_of(' ', from), to);
        const std::string each = all.substr(begin, to - begin);
        from = to + 1;
        if (!each.starts_with(wanted)) continue;
        if (found) return std::nullopt;
        found = each.substr(wanted.size());
    }
    return found;
}

bool is_change(const Request& request) {
    return request.method != "GET" && request.method != "HEAD";
}

/// A page of somebody else can make the browser send the cookie, and not this header.
void check_csrf(const Request& request, const OpenSession& session) {
    if (!is_change(request)) return;
    if (is_same_secret(request.header("x-csrf-token"), session.csrf_token)) return;
    throw RefusedCaller(
        session.who, Problem(403, "csrf_token_must_be_given", "X-CSRF-Token",
                             "give the csrf_token that the sign-in, or GET /v1/sessions/current, "
                             "answered"));
}

Caller signed_in(const Service& service, const Request& request, const std::string& token) {
    const auto session = service.access.sessions.find(token);
    auto caller = session ? operator_called(service.book, session->who) : std::nullopt;
    if (!caller) {
        service.access.sessions.end(token, ledger::SessionEnd::disabled);
        throw stranger("session_must_be_open", "Cookie",
                       "the session is over: sign in again with POST /v1/sessions");
    }
    check_csrf(request, *session);
    caller->session_token = token;
    caller->csrf_token = session->csrf_token;
    return std::move(*caller);
}

/// An operator speaks for nobody else.
Caller as_themselves(Caller caller, const Request& request) {
    const std::string claimed = request.header("x-operator");
    if (!claimed.empty() && claimed != caller.actor.name)
        throw RefusedCaller(
            ledger::OperatorId(caller.actor.name),
            Problem(403, "operator_must_be_the_caller", "X-Operator",
                    fmt::format("you are '{}': leave the header out", caller.actor.name)));
    caller.actor.request = request.header("x-request-id");
    return caller;
}

bool is_open_to_this_machine(const Service& service) {
    return service.token.empty() && service.book.read([](const ledger::State& state) {
        return state.office.operators.empty();
    });
}

/// "127.0.0.1" of "127.0.0.1:8080", "::1" of "[::1]:8080".
std::string host_in(const std::string& host) {
    if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.find(':'));
}

/// Where nobody has to say who they are, a page of somebody else that is open on this machine must
/// not speak for its owner: neither by a request of its own, nor by a name of its own for this
/// address.
void refuse_other_pages(const Request& request) {
    const std::string host = request.header("host");
    const std::string name = host_in(host);
    const bool is_here = host.empty() || name == "localhost" || is_loopback(name);
    const std::string origin = request.header("origin");
    const std::string site = request.header("sec-fetch-site");
    const bool is_own_page = (origin.empty() || origin == "http://" + host) &&
                             (site.empty() || site == "same-origin" || site == "none");
    if (is_here && (is_own_page || !is_change(request))) return;
    throw Problem(403, "page_must_be_this_one", is_here ? "Origin" : "Host",
                  "this book is open to its own machine alone: ask at http://localhost, or add an "
                  "operator and sign in");
}

Caller open_to_this_machine(const Service& service, const Request& request) {
    refuse_other_pages(request);
    return built_in(service, request);
}

}  // namespace

Caller caller_of(const Service& service, const Request& request) {
    const std::string authorization = request.header("authorization");
    const bool has_token =
        !service.token.empty() && is_same_secret(authorization, "Bearer " + service.token);
    if (has_token) return built_in(service, request);
    if (is_open_to_this_machine(service)) return open_to_this_machine(service, request);
    if (!authorization.empty()) return as_themselves(machine(service, request), request);
    const auto cookie = cookie_in(request);
    if (!cookie) throw wrong_token();
    return as_themselves(signed_in(service, request, *cookie), request);
}

bool is_still(const Door& door, const Caller& caller, ledger::Right right) {
    if (!caller.is_operator) return true;
    const ledger::OperatorId who(caller.actor.name);
    const auto now = operator_called(door.book, who);
    const bool has_way_in = caller.session_token.empty()
                                ? holder_of(door.book, caller.key) == who &&
                                      !expiry_behind(door.book, who, caller.key, door.clock())
                                : door.access.sessions.is_open(caller.session_token);
    return has_way_in && now && now->holds(right) && now->buildings == caller.buildings;
}

Caller anybody(const Request& request) {
    return {.actor = {ActorKind::api, "api", request.header("x-request-id")}};
}

}  // namespace api
