#include <fmt/core.h>

#include "api/access/access.hpp"
#include "api/access/password.hpp"
#include "api/office/operators.hpp"
#include "api/replies.hpp"
#include "ledger/rules/office/operators.hpp"

namespace api {
namespace {

using ledger::field;
using ledger::OperatorId;
using ledger::SignInFault;

struct SignIn {
    std::string name;
    std::string password;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("operator", &SignIn::name), field<2>("password", &SignIn::password));
    }
};

struct OtherPassword {
    std::string old_one;
    std::string new_one;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("old", &OtherPassword::old_one), field<2>("new", &OtherPassword::new_one));
    }
};

/// A form of another site cannot send this type, so it cannot sign anybody in.
void check_type(const Request& request) {
    if (request.header("content-type").starts_with("application/json")) return;
    throw Problem(415, "content_type_must_be_json", "Content-Type",
                  "give 'Content-Type: application/json'");
}

/// The operator of this name, or nobody.
OperatorId known_operator(const Call& call, const std::string& name) {
    const OperatorId who(OperatorId::is_well_formed(name) ? name : "");
    const bool is_known = call.service.book.read(
        [&](const ledger::State& state) { return state.office.operators.contains(who); });
    return is_known ? who : OperatorId();
}

bool is_disabled(const Call& call, const OperatorId& who) {
    return call.service.book.read(
        [&](const ledger::State& state) { return state.office.operators.at(who).disabled; });
}

/// Of nobody: looking it up takes as long as that of somebody.
const std::string& verifier_of_nobody() {
    static const std::string verifier = verifier_of("nobody signs in with this one");
    return verifier;
}

/// Nothing where too many ask at this moment.
std::optional<bool> is_password(const Call& call, const OperatorId& who,
                                const std::string& password) {
    const auto kept = call.service.access.credentials.password(who);
    const auto right = is_right(password, kept ? *kept : verifier_of_nobody());
    if (!right) return std::nullopt;
    return *right && kept.has_value();
}

[[noreturn]] void refuse(const Call& call, const SignIn& given, SignInFault fault) {
    call.service.access.tally.refused_sign_in(known_operator(call, given.name), fault,
                                              call.request.address);
    throw Problem(401, "sign_in_must_be_right", "",
                  "the name or the password is wrong: mend it, or ask an administrator");
}

/// The answer to whoever guessed too often, without a look at the password. Else the attempt has
/// begun, and counts as a wrong one until it is proven.
std::optional<Response> held_back(const Call& call, const SignIn& given) {
    Access& access = call.service.access;
    const auto wait = access.lockout.begin(given.name, call.request.address);
    if (!wait) return std::nullopt;
    access.tally.refused_sign_in(known_operator(call, given.name), SignInFault::held_back,
                                 call.request.address);
    Response response = response_of(
        Problem(429, "sign_in_must_wait", "",
                fmt::format("too many wrong passwords: try again in {} s", wait->count())));
    response.headers["Retry-After"] = std::to_string(wait->count());
    return response;
}

/// Who signs in, or a problem; counts what was wrong.
OperatorId proven(const Call& call, const SignIn& given) {
    Access& access = call.service.access;
    const OperatorId who = known_operator(call, given.name);
    const auto is_right = is_password(call, who, given.password);
    if (!is_right) {
        access.lockout.take_back(given.name, call.request.address);
        throw Problem(503, "sign_ins_must_be_few", "",
                      "too many sign in at this moment: ask again in a few seconds");
    }
    if (!*is_right) refuse(call, given, SignInFault::wrong);
    if (is_disabled(call, who)) refuse(call, given, SignInFault::disabled);
    access.lockout.succeeded(given.name, call.request.address);
    return who;
}

/// Only this origin sends it back, and no script reads it.
std::string cookie_of(const Call& call, const std::string& token, long seconds) {
    const bool is_secure =
        call.request.is_secure || call.service.public_address.starts_with("https://");
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", session_cookie,
                       token, seconds, is_secure ? "; Secure" : "");
}

Json rights_json(const ledger::RightSet& rights) {
    Json list = Json::array();
    for (std::size_t i = 0; i < rights.size(); ++i) {
        if (rights.test(i)) list.push_back(ledger::EnumNames<Right>::names[i]);
    }
    return list;
}

/// Whose clock and money whoever asks is shown; null before there is a site.
Json site_json(const ledger::State& state) {
    if (!state.site) return nullptr;
    return {
        {"name", state.site->name}, {"zone", state.site->zone}, {"currency", state.site->currency}};
}

Json caller_json(const Call& call, const Caller& caller) {
    Json json{{"operator", caller.actor.name}, {"is_built_in", !caller.is_operator}};
    json.update(call.service.book.read([&](const ledger::State& state) -> Json {
        const OperatorId who(caller.is_operator ? caller.actor.name : "");
        const auto* known = ledger::find(state.office.operators, who);
        if (known == nullptr) return {{"site", site_json(state)}};
        return {{"display_name", known->display_name},
                {"roles", write_value(known->roles)},
                {"site", site_json(state)}};
    }));
    json["rights"] = rights_json(caller.rights);
    json["buildings"] = write_value(caller.buildings);
    json["accounts"] = write_value(caller.accounts);
    if (!caller.csrf_token.empty()) json["csrf_token"] = caller.csrf_token;
    return json;
}

/// POST /v1/sessions {"operator": …, "password": …}
Response sign_in(const Call& call) {
    refuse_parameters(call.request);
    check_type(call.request);
    const auto given = read_record<SignIn>(parse_json(call.request.body), "");
    if (auto held = held_back(call, given)) return std::move(*held);
    const OperatorId who = proven(call, given);
    const ledger::Actor actor{ledger::ActorKind::person, who.text(),
                              call.request.header("x-request-id")};
    const auto told = call.service.book.execute(
        {ledger::ReportSignIn{{who, call.request.address}}, actor, "", "", true});
    if (!told) throw problem_of(told.error());  // disabled at this very moment
    const SessionStart start = call.service.access.sessions.start(who);
    Request next;
    next.method = "GET";
    next.headers["cookie"] = std::string(session_cookie) + "=" + start.token;
    Response response = json_response(caller_json(call, caller_of(call.service, next)), 201);
    response.headers["Set-Cookie"] =
        cookie_of(call, start.token, std::chrono::seconds(Sessions::longest).count());
    return response;
}

/// GET /v1/sessions/current: who asks, and what they may do
Response who_asks(const Call& call) { return json_response(caller_json(call, call.caller)); }

void refuse_without_session(const Call& call) {
    if (call.caller.session_token.empty())
        throw Problem(409, "session_must_be_open", "",
                      "a key or the API token asks without a session: sign in first");
}

/// DELETE /v1/sessions/current
Response sign_out(const Call& call) {
    refuse_parameters(call.request);
    refuse_without_session(call);
    call.service.access.sessions.end(call.caller.session_token, ledger::SessionEnd::signed_out);
    Response response = json_response({{"ended", true}});
    response.headers["Set-Cookie"] = cookie_of(call, "", 0);
    return response;
}

/// PUT /v1/sessions/current/password {"old": …, "new": …}: one's own
Response change_password(const Call& call) {
    refuse_parameters(call.request);
    refuse_without_session(call);
    const auto other = read_record<OtherPassword>(parse_json(call.request.body), "");
    const SignIn given{call.caller.actor.name, other.old_one};
    if (auto held = held_back(call, given)) return std::move(*held);
    set_password(call, proven(call, given), other.new_one, "/new");
    return json_response({{"changed", true}});
}

}  // namespace

std::vector<Route> session_routes() {
    return {{"POST", "/v1/sessions", Need::nothing(), sign_in},
            {"GET", "/v1/sessions/current", Need::a_name(), who_asks},
            {"DELETE", "/v1/sessions/current", Need::a_name(), sign_out},
            {"PUT", "/v1/sessions/current/password", Need::a_name(), change_password}};
}

}  // namespace api
