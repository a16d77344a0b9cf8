#include "ledger/rules/office/carry_office.hpp"

namespace ledger {

void carry_into(State& state, const Envelope&, const ApprovalLimitsSet& fact) {
    state.office.approval_limits = fact;
}

void carry_into(State& state, const Envelope& envelope, const TransactionProposed& fact) {
    state.office.proposed[envelope.position] = {fact.wallet,         fact.type,   fact.transaction,
                                                fact.amount,         fact.method, fact.debt_allowed,
                                                envelope.actor.name, std::nullopt};
}

void carry_into(State& state, const Envelope& envelope, const TransactionApproved& fact) {
    known(state.office.proposed, fact.proposal).approver = envelope.actor.name;
}

void carry_into(State& state, const Envelope&, const TransactionDeclined& fact) {
    state.office.proposed.erase(fact.proposal);
}

}  // namespace ledger
