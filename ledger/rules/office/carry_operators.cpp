#include "ledger/rules/office/carry_office.hpp"

namespace ledger {

void carry_into(State& state, const Envelope&, const RoleDefined& fact) {
    Role& role = state.office.roles[fact.role];
    role.rights = fact.rights;
    std::erase_if(role.rights, is_retired);
}

void carry_into(State& state, const Envelope&, const OperatorAdded& fact) {
    state.office.operators[fact.who] = {
        fact.is_machine, fact.display_name, fact.roles, fact.buildings, fact.accounts, false, {}};
}

void carry_into(State& state, const Envelope&, const OperatorChanged& fact) {
    Operator& who = known(state.office.operators, fact.who);
    who.display_name = fact.display_name;
    who.roles = fact.roles;
    who.buildings = fact.buildings;
    who.accounts = fact.accounts;
    who.disabled = fact.disabled;
}

void carry_into(State& state, const Envelope& envelope, const KeyIssued& fact) {
    known(state.office.operators, fact.who).keys[fact.key] = {envelope.position, fact.expires_at};
}

void carry_into(State& state, const Envelope&, const KeyRevoked& fact) {
    known(state.office.operators, fact.who).keys.erase(fact.key);
}

void carry_into(State& state, const Envelope&, const SigningKeyRotated& fact) {
    auto& keys = state.office.signing_keys;
    if (keys.empty()) keys.push_back(fact.from);
    keys.push_back(fact.to);
}

void carry_into(State& state, const Envelope&, const ReceiptPrinted& fact) {
    state.prints[fact.transaction] = fact.number;
}

void carry_into(State& state, const Envelope& envelope, const NoticeTextSet& fact) {
    state.notice_texts[envelope.position] = fact;
}

}  // namespace ledger
