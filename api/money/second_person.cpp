#include "api/money/second_person.hpp"

#include "api/problem.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

bool is_by_a_person(const ledger::Book& book, ledger::Position position) {
    const auto event = ledger::decode_event(book.journal().get(position));
    ledger::ensure(event.has_value(), "the book reads what it wrote");
    return event->envelope.actor.kind == ledger::ActorKind::person;
}

}  // namespace

void refuse_one_pair_of_eyes(const Call& call, ledger::Position position, bool waits) {
    if (call.caller.is_operator || call.service.token.empty()) return;
    if (!waits || is_by_a_person(call.service.book, position)) return;
    throw problem_of({ledger::Rule::approver_must_be_another, "proposal",
                      "no person proposed this, and the API token is none either: let an operator "
                      "sign in and look at it"});
}

}  // namespace api
