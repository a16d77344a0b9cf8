#include "api/money/second_person.hpp"

#include "api/problem.hpp"
#include "ledger/journal/recorded_event.hpp"

namespace api {
namespace {

ledger::Envelope envelope_of(const ledger::Book& book, ledger::Position position) {
    return ledger::recorded_event(book.journal(), position).envelope;
}

bool is_theirs(const Call& call, ledger::Position position) {
    const ledger::Book& book = call.service.book;
    if (position > book.journal().head().last) return false;
    const ledger::Actor proposer = envelope_of(book, position).actor;
    const ledger::Actor& caller = call.caller.actor;
    return proposer.kind == caller.kind && proposer.name == caller.name;
}

}  // namespace

void refuse_one_pair_of_eyes(const Call& call, ledger::Position position, bool waits) {
    if (call.caller.is_operator || call.service.token.empty() || !waits) return;
    if (envelope_of(call.service.book, position).actor.kind == ledger::ActorKind::person) return;
    throw problem_of({ledger::Rule::approver_must_be_another, "proposal",
                      "no person proposed this, and the API token is none either: let an operator "
                      "sign in and look at it"});
}

void need_right_to_decline(const Call& call, ledger::Position position) {
    if (!is_theirs(call, position)) need_right(call, Right::adjustment_approve);
}

Json said_with(const ledger::Book& book, ledger::Position position) {
    const ledger::Envelope proposed = envelope_of(book, position);
    return {{"reason", proposed.reason}, {"proposed_at", write_value(proposed.occurred_at)}};
}

}  // namespace api
