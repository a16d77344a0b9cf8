#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/office/carry_office.hpp"
#include "ledger/rules/office/operators.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

/// What the book calls itself where it asks: nobody else may look like it in the log.
bool is_reserved(const OperatorId& who) {
    static const std::set<std::string> names{"api",           "system",    "poller", "fee-clerk",
                                             "control-clerk", "corrector", "access", "machine"};
    return names.contains(who.text());
}

Objection check_operator_name(const OperatorId& who) {
    if (auto no = check_id("operator", who)) return no;
    if (!is_reserved(who)) return std::nullopt;
    return Refusal{
        Rule::name_must_be_well_formed, "operator",
        fmt::format("'{}' is what a part of the book calls itself: take another name", who.text())};
}

template <class Name>
Objection check_each_once(std::string_view field, const std::vector<Name>& names) {
    const std::set<Name> seen(names.begin(), names.end());
    if (seen.size() == names.size()) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, std::string(field),
                   fmt::format("{} names something twice: name each once", field)};
}

Objection check_roles(const State& state, const std::vector<RoleId>& roles) {
    if (auto no = first_of({check_range("roles", roles.size(), 1, most_roles_of_an_operator),
                            check_each_once("roles", roles)}))
        return no;
    for (const RoleId& each : roles) {
        const bool is_known =
            state.office.roles.empty()
                ? std::ranges::count(standard_roles(), each, &RoleDefined::role) > 0
                : state.office.roles.contains(each);
        if (!is_known)
            return Refusal{
                Rule::role_must_exist, "roles",
                fmt::format("role '{}' does not exist: define it first, or mend the name",
                            RoleId::is_well_formed(each.text()) ? each.text() : "")};
    }
    return std::nullopt;
}

bool is_known(const State& state, const AccountId& account) {
    return state.accounts.contains(account) || state.prepared.contains(account) ||
           state.closed_accounts.contains(account);
}

Objection check_bounds(const State& state, const auto& fact) {
    if (auto no = first_of(
            {check_range("buildings", fact.buildings.size(), 0, most_bounds_of_an_operator),
             check_range("accounts", fact.accounts.size(), 0, most_bounds_of_an_operator),
             check_each_once("buildings", fact.buildings),
             check_each_once("accounts", fact.accounts)}))
        return no;
    for (const BuildingId& each : fact.buildings) {
        if (!state.buildings.contains(each))
            return no_such(Rule::building_must_exist, "buildings", each.text()).error;
    }
    for (const AccountId& each : fact.accounts) {
        if (!is_known(state, each))
            return no_such(Rule::account_must_exist, "accounts", each.text()).error;
    }
    return std::nullopt;
}

Objection check_administrator(const State& state, const OperatorId& who, const Operator& into) {
    if (has_administrator(state, who, into)) return std::nullopt;
    return Refusal{Rule::administrator_must_remain, "operator",
                   "nobody could let others in any more: let a person who is not bound to "
                   "buildings hold the role 'administrator' first"};
}

/// What the fact makes of an operator.
Operator operator_after(const State& state, const auto& fact) {
    State next;  // of the office alone
    next.office.operators = state.office.operators;
    carry_into(next, {}, fact);
    return next.office.operators.at(fact.who);
}

Objection check_rights(const RoleDefined& fact) {
    if (std::ranges::any_of(fact.rights, [](Right each) {
            return index_of(each) >= EnumNames<Right>::names.size() || is_retired(each);
        }))
        return Refusal{Rule::value_must_be_in_range, "rights",
                       "rights names one that is not there, or no more: see the list of rights"};
    if (fact.rights.empty())
        return Refusal{Rule::value_must_be_in_range, "rights",
                       "rights is empty: give at least one, or take the role from its holders"};
    return check_each_once("rights", fact.rights);
}

/// A book knows its standard roles from the first thing that it hears of operators.
std::vector<Draft> begun(const State& state, const Occasion& occasion) {
    std::vector<Draft> drafts;
    if (!state.office.roles.empty()) return drafts;
    for (RoleDefined& each : standard_roles())
        drafts.push_back({std::move(each), occasion.now, {}});
    return drafts;
}

}  // namespace

Decision decide_one(const State& state, const DefineRole& command, const Occasion& occasion) {
    RoleDefined fact = command.fact;
    if (auto no = first_of({check_id("role", fact.role), check_rights(fact)})) return refused(*no);
    if (fact.role == administrators())
        return refuse(Rule::administrator_must_hold_every_right, "role",
                      "administrators hold every right: define another role");
    std::ranges::sort(fact.rights);
    const Role* known = find(state.office.roles, fact.role);
    if (known != nullptr && known->rights == fact.rights) return nothing_changes();
    std::vector<Draft> drafts = begun(state, occasion);
    drafts.push_back({std::move(fact), occasion.now, {}});
    return drafts;
}

Decision decide_one(const State& state, const AddOperator& command, const Occasion& occasion) {
    const OperatorAdded& fact = command.fact;
    if (auto no = first_of({check_operator_name(fact.who),
                            check_text_or_empty("display_name", fact.display_name),
                            check_roles(state, fact.roles), check_bounds(state, fact)}))
        return refused(*no);
    if (state.office.operators.contains(fact.who))
        return refuse(Rule::operator_must_be_new, "operator",
                      fmt::format("operator '{}' exists: change that one, or take another name",
                                  fact.who.text()));
    if (auto no = check_administrator(state, fact.who, operator_after(state, fact)))
        return refused(*no);
    std::vector<Draft> drafts = begun(state, occasion);
    drafts.push_back({fact, occasion.now, {}});
    return drafts;
}

Decision decide_one(const State& state, const ChangeOperator& command, const Occasion& occasion) {
    const OperatorChanged& fact = command.fact;
    if (auto no = check_operator_name(fact.who)) return refused(*no);
    const Operator* known = find(state.office.operators, fact.who);
    if (known == nullptr) return no_such(Rule::operator_must_exist, "operator", fact.who.text());
    if (auto no = first_of({check_text_or_empty("display_name", fact.display_name),
                            check_roles(state, fact.roles), check_bounds(state, fact)}))
        return refused(*no);
    const Operator into = operator_after(state, fact);
    if (into == *known) return nothing_changes();
    if (auto no = check_administrator(state, fact.who, into)) return refused(*no);
    return one_event(fact, occasion);
}

}  // namespace ledger
