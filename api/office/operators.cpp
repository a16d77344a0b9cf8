#include "api/office/operators.hpp"

#include "api/access/access.hpp"
#include "api/access/password.hpp"
#include "api/access/secrets.hpp"
#include "api/lists.hpp"
#include "api/preconditions.hpp"
#include "ledger/rules/office/operators.hpp"

namespace api {
namespace {

using ledger::ApiKeyId;
using ledger::field;
using ledger::Operator;
using ledger::OperatorId;
using ledger::RightSet;
using ledger::State;

struct GivenPassword {
    std::string password;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("password", &GivenPassword::password));
    }
};

struct GivenKey {
    ApiKeyId key;
    std::optional<ledger::Instant> expires_at;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("key", &GivenKey::key), field<2>("expires_at", &GivenKey::expires_at));
    }
};

const auto operators_of = [](const State& state) -> const auto& { return state.office.operators; };

Json operator_json(const OperatorId& who, const Operator& known) {
    Json json{{"operator", who.text()}};
    json.update(write_record(known));
    json["keys"] = Json::array();
    for (const auto& [key, issued] : known.keys)
        json["keys"].push_back({{"key", key.text()},
                                {"issued", issued.issued.number},
                                {"expires_at", write_value(issued.expires_at)}});
    return json;
}

/// GET /v1/operators?cursor=&limit=
Response list_operators(const Call& call) { return list_of(call, operators_of, operator_json); }

/// GET /v1/operators/{operator}
Response read_operator(const Call& call) {
    return one_of(call, operators_of, {"operator_must_exist", "operator", "is not there"},
                  operator_json);
}

/// The rights of whoever held these roles.
RightSet rights_in(const Call& call, const std::vector<ledger::RoleId>& roles) {
    Operator holder;
    holder.roles = roles;
    return call.service.book.read(
        [&](const State& state) { return ledger::rights_of(state, holder); });
}

/// What an operator may do now; nothing of one that is not there.
RightSet rights_of_known(const Call& call, const OperatorId& who) {
    return call.service.book.read([&](const State& state) {
        const Operator* known = ledger::find(state.office.operators, who);
        return known == nullptr ? RightSet() : ledger::rights_of(state, *known);
    });
}

/// POST /v1/operators {"operator": …, "is_machine": …, "display_name": …, "roles": […],
/// "buildings": […], "accounts": […]}
Reply add_operator(const Call& call) {
    const Wish wish = wish_of(call.request);
    const auto fact = read_record<ledger::OperatorAdded>(wish.body, "");
    refuse_beyond(call, rights_in(call, fact.roles));
    return write(call, ledger::AddOperator{fact}, wish.reason, Key::accepted);
}

/// PUT /v1/operators/{operator}: the same, and "disabled"
Reply change_operator(const Call& call) {
    const Wish wish = wish_of(call.request);
    const auto fact =
        read_record<ledger::OperatorChanged>(with_name(wish.body, "operator", call.names[0]), "");
    refuse_beyond(call, rights_of_known(call, fact.who));
    refuse_beyond(call, rights_in(call, fact.roles));
    Reply reply = write(call, ledger::ChangeOperator{fact}, wish.reason, Key::accepted);
    auto* submission = std::get_if<Submission>(&reply);
    if (!fact.disabled || submission == nullptr) return reply;
    submission->answer = [answer = std::move(submission->answer), who = fact.who,
                          &sessions = call.service.access.sessions](const auto& outcome) {
        Response response = answer(outcome);
        sessions.end_all(who, "", ledger::SessionEnd::disabled);
        return response;
    };
    return reply;
}

/// PUT /v1/operators/{operator}/password {"password": …}: a new one where the old one is forgotten
Response give_password(const Call& call) {
    refuse_parameters(call.request);
    const auto who = name_in<OperatorId>(call, 0);
    const auto given = read_record<GivenPassword>(parse_json(call.request.body), "");
    refuse_beyond(call, rights_of_known(call, who));
    set_password(call, who, given.password, "/password");
    return json_response({{"changed", true}});
}

ledger::Outcome tell(const Call& call, ledger::Command command) {
    auto told = call.service.book.execute({std::move(command), call.caller.actor, "", "", false});
    if (!told) throw problem_of(told.error());
    return told;
}

/// POST /v1/operators/{operator}/keys {"key": …, "expires_at": …}: the key is answered here and
/// never again
Response issue_key(const Call& call) {
    refuse_parameters(call.request);
    const auto who = name_in<OperatorId>(call, 0);
    const auto given = read_record<GivenKey>(parse_json(call.request.body), "");
    refuse_beyond(call, rights_of_known(call, who));
    (void)tell(call, ledger::IssueKey{{who, given.key, given.expires_at}});
    const std::string secret = fresh_secret();
    call.service.access.credentials.keep_key(given.key, digest_of(secret));
    return json_response({{"operator", who.text()},
                          {"key", given.key.text()},
                          {"expires_at", write_value(given.expires_at)},
                          {"bearer", key_text(given.key, secret)}},
                         201);
}

/// POST /v1/operators/{operator}/keys/{key}/revocation
Response revoke_key(const Call& call) {
    refuse_parameters(call.request);
    const auto who = name_in<OperatorId>(call, 0);
    const auto key = name_in<ApiKeyId>(call, 1);
    refuse_beyond(call, rights_of_known(call, who));
    (void)tell(call, ledger::RevokeKey{{who, key}});
    call.service.access.credentials.forget_key(key);
    return json_response({{"revoked", true}});
}

}  // namespace

void set_password(const Call& call, const OperatorId& who, const std::string& password,
                  const std::string& at) {
    if (const auto fault = password_fault(password, who.text()))
        throw Problem(422, "password_must_be_strong", at, *fault);
    const std::string verifier = verifier_of(password);
    (void)tell(call, ledger::ReportPasswordChange{{who}});
    call.service.access.credentials.set_password(who, verifier);
    call.service.access.sessions.end_all(who, call.caller.session_token,
                                         ledger::SessionEnd::password);
}

void refuse_beyond(const Call& call, const RightSet& rights) {
    if (!call.caller.buildings.empty())
        throw Problem(403, "place_must_be_allowed", "",
                      "operators and roles are the whole site's: ask somebody who is bound to no "
                      "buildings");
    const RightSet missing = rights & ~call.caller.rights;
    for (std::size_t i = 0; i < missing.size(); ++i) {
        if (missing.test(i)) need_right(call, static_cast<Right>(i));
    }
}

std::vector<Route> operator_routes() {
    return {{"GET", "/v1/operators", Right::operator_read, list_operators},
            {"GET", "/v1/operators/{operator}", Right::operator_read,
             with_etag(ledger::SubjectKind::operator_, read_operator)},
            {"POST", "/v1/operators", Right::operator_edit, add_operator},
            {"PUT", "/v1/operators/{operator}", Right::operator_edit, change_operator},
            {"PUT", "/v1/operators/{operator}/password", Right::operator_edit, give_password},
            {"POST", "/v1/operators/{operator}/keys", Right::operator_edit, issue_key},
            {"POST", "/v1/operators/{operator}/keys/{key}/revocation", Right::operator_edit,
             revoke_key}};
}

}  // namespace api
