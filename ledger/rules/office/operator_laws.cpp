#include <algorithm>

#include "ledger/rules/control/notice_template.hpp"
#include "ledger/rules/energy/findings.hpp"
#include "ledger/rules/office/office_laws.hpp"
#include "ledger/rules/office/operators.hpp"
#include "ledger/rules/office/prints.hpp"

namespace ledger {
namespace {

Finding roles_breach(const State& state, const std::vector<RoleId>& roles) {
    const bool are_known = std::ranges::all_of(
        roles, [&](const RoleId& each) { return state.office.roles.contains(each); });
    return hold(are_known && !roles.empty(), Law::event_speaks_of_known_things,
                "a role is not defined");
}

Finding administrator_breach(const State& state, const OperatorId& who, const Operator& into) {
    return hold(has_administrator(state, who, into), Law::an_administrator_remains,
                "nobody could let others in any more");
}

/// Of the kind that this is for, and enabled.
Finding kind_breach(const State& state, const OperatorId& who, bool is_machine) {
    const Operator* known = find(state.office.operators, who);
    return hold(known != nullptr && known->is_machine == is_machine && !known->disabled,
                Law::event_speaks_of_known_things,
                "the operator is unknown, disabled, or of the other kind");
}

}  // namespace

Finding fact_breach(const State& state, const Envelope&, const RoleDefined& fact) {
    const bool is_first = state.office.roles.empty();
    return hold((fact.role == administrators()) == is_first, Law::an_administrator_remains,
                "the administrators' role is the first one, and defined once");
}

Finding fact_breach(const State& state, const Envelope&, const OperatorAdded& fact) {
    return first_of(
        {roles_breach(state, fact.roles),
         hold(!state.office.operators.contains(fact.who), Law::event_speaks_of_known_things,
              "the operator is there already"),
         administrator_breach(state, fact.who,
                              {fact.is_machine, "", fact.roles, fact.buildings, {}, false, {}})});
}

Finding fact_breach(const State& state, const Envelope&, const OperatorChanged& fact) {
    const Operator* known = find(state.office.operators, fact.who);
    if (known == nullptr) return know(state.office.operators, fact.who, "the operator is unknown");
    return first_of(
        {roles_breach(state, fact.roles),
         administrator_breach(
             state, fact.who,
             {known->is_machine, "", fact.roles, fact.buildings, {}, fact.disabled, {}})});
}

Finding fact_breach(const State& state, const Envelope&, const PasswordChanged& fact) {
    return kind_breach(state, fact.who, false);
}

Finding fact_breach(const State& state, const Envelope&, const KeyIssued& fact) {
    return kind_breach(state, fact.who, true);
}

Finding fact_breach(const State& state, const Envelope&, const KeyRevoked& fact) {
    const Operator* known = find(state.office.operators, fact.who);
    return hold(known != nullptr && known->keys.contains(fact.key),
                Law::event_speaks_of_known_things, "the key is unknown");
}

Finding fact_breach(const State& state, const Envelope&, const OperatorSignedIn& fact) {
    return kind_breach(state, fact.who, false);
}

/// Of a person, who may be disabled by now: that is why it ended.
Finding fact_breach(const State& state, const Envelope&, const SessionEnded& fact) {
    const Operator* known = find(state.office.operators, fact.who);
    return hold(known != nullptr && !known->is_machine && fact.count > 0,
                Law::event_speaks_of_known_things, "the operator is unknown, or has no sessions");
}

Finding fact_breach(const State& state, const Envelope&, const SignInRefused& fact) {
    return hold(fact.who.is_empty() || state.office.operators.contains(fact.who),
                Law::event_speaks_of_known_things, "the operator is unknown");
}

Finding fact_breach(const State& state, const Envelope&, const ReceiptPrinted& fact) {
    const auto wallet = wallet_of_transaction(state, fact.transaction);
    return first_of({hold(wallet == fact.wallet, Law::event_speaks_of_known_things,
                          "the transaction is unknown, or another wallet's"),
                     hold(fact.number == prints_of(state, fact.transaction) + 1,
                          Law::receipt_numbers_have_no_gap,
                          "the print's number does not follow the one before")});
}

Finding fact_breach(const State&, const Envelope&, const NoticeTextSet& fact) {
    const auto fault = fault_of_notice_text(fact.text);
    return fault ? Finding(Breach{Law::values_are_possible, *fault}) : std::nullopt;
}

}  // namespace ledger
