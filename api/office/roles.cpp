#include "api/lists.hpp"
#include "api/office/operators.hpp"
#include "api/preconditions.hpp"

namespace api {
namespace {

using ledger::Role;
using ledger::RoleId;
using ledger::State;

const auto roles_of = [](const State& state) -> const auto& { return state.office.roles; };

Json role_json(const RoleId& name, const Role& role) {
    return {{"role", name.text()}, {"rights", write_value(role.rights)}};
}

/// GET /v1/roles: none before the first operator
Response list_roles(const Call& call) { return list_of(call, roles_of, role_json); }

/// GET /v1/roles/{role}
Response read_role(const Call& call) {
    return one_of(call, roles_of, {"role_must_exist", "role", "is not defined"}, role_json);
}

/// What the role holds until now.
ledger::RightSet rights_held_by(const Call& call, const RoleId& name) {
    ledger::RightSet rights;
    call.service.book.read([&](const State& state) {
        const Role* known = ledger::find(state.office.roles, name);
        if (known == nullptr) return;
        for (const Right each : known->rights) rights.set(ledger::index_of(each));
    });
    return rights;
}

/// PUT /v1/roles/{role} {"rights": […]}
Reply define_role(const Call& call) {
    const Wish wish = wish_of(call.request);
    const auto fact =
        read_record<ledger::RoleDefined>(with_name(wish.body, "role", call.names[0]), "");
    ledger::RightSet rights;
    for (const Right each : fact.rights) rights.set(ledger::index_of(each));
    refuse_beyond(call, (rights | rights_held_by(call, fact.role)) & ledger::every_right());
    return write(call, ledger::DefineRole{fact}, wish.reason, Key::accepted);
}

/// GET /v1/rights?cursor=&limit=: everything that a role can hold
Response list_rights(const Call& call) {
    const auto& names = ledger::EnumNames<Right>::names;
    const std::size_t limit = limit_of(call.request);
    projections::Page<std::string_view> page;
    for (std::uint64_t at = number_of(call.request, "cursor", 0); at < names.size(); ++at) {
        if (ledger::is_retired(static_cast<Right>(at))) continue;
        if (page.rows.size() == limit) {
            page.next = std::to_string(at);
            break;
        }
        page.rows.push_back(names.at(at));
    }
    return page_response(page, [](std::string_view each) { return Json{{"right", each}}; });
}

}  // namespace

std::vector<Route> role_routes() {
    return {{"GET", "/v1/rights", Need::a_name(), list_rights},
            {"GET", "/v1/roles", Right::operator_read, list_roles},
            {"GET", "/v1/roles/{role}", Right::operator_read,
             with_etag(ledger::SubjectKind::role, read_role)},
            {"PUT", "/v1/roles/{role}", Right::operator_edit, define_role}};
}

}  // namespace api
