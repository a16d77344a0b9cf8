#include "api/lists.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"

namespace api {
namespace {

using ledger::Position;
using ledger::Proposal;
using ledger::State;

ledger::Money balance_of(const ledger::Book& book, const ledger::WalletId& wallet) {
    return book.read([&](const State& state) { return state.wallets.at(wallet).balance; });
}

/// With what a second person judges by: why, since when, and what the wallet holds now and then.
Json proposal_json(const ledger::Book& book, Position position, const Proposal& proposal) {
    const ledger::Event proposed = ledger::recorded_event(book.journal(), position);
    const ledger::Money balance = balance_of(book, proposal.wallet);
    Json json{{"proposal", position.number}};
    json.update(write_record(proposal));
    json["reason"] = proposed.envelope.reason;
    json["proposed_at"] = write_value(proposed.envelope.occurred_at);
    json["balance"] = write_value(balance);
    json["balance_after"] = write_value(balance + proposal.amount);
    return json;
}

/// GET /v1/adjustments?cursor=&limit=: what waits for a second person
Response list_proposals(const Call& call) {
    return list_of(call, &State::proposals, [&](Position position, const Proposal& proposal) {
        return proposal_json(call.service.book, position, proposal);
    });
}

/// POST /v1/adjustments: proposes one
Reply propose(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::ProposeAdjustment>(wish.body, ""), wish.reason,
                 Key::required);
}

bool is_by_a_person(const ledger::Book& book, Position position) {
    const auto event = ledger::decode_event(book.journal().get(position));
    ledger::ensure(event.has_value(), "the book reads what it wrote");
    return event->envelope.actor.kind == ledger::ActorKind::person;
}

/// The API token speaks for whomever it says, and is one pair of eyes under however many names: it
/// approves what somebody proposed who signed in.
void refuse_one_pair_of_eyes(const Call& call, Position position) {
    const ledger::Book& book = call.service.book;
    if (call.caller.is_operator || call.service.token.empty()) return;
    const bool waits =
        book.read([&](const State& state) { return state.proposals.contains(position); });
    if (!waits || is_by_a_person(book, position)) return;
    throw problem_of({ledger::Rule::approver_must_be_another, "proposal",
                      "no person proposed this, and the API token is none either: let an operator "
                      "sign in and look at it"});
}

/// POST /v1/adjustments/{position}/approval: by another than its proposer
Reply approve(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Position position = position_in(call, 0);
    refuse_one_pair_of_eyes(call, position);
    return write(call, ledger::ApproveAdjustment{position}, wish.reason, Key::required);
}

/// POST /v1/adjustments/{position}/refusal
Reply decline(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, ledger::DeclineAdjustment{position_in(call, 0)}, wish.reason, Key::required);
}

/// POST /v1/transfers: credit from one wallet to another
Reply transfer(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::TransferCredit>(wish.body, ""), wish.reason,
                 Key::required);
}

}  // namespace

std::vector<Route> adjustment_routes() {
    return {{"GET", "/v1/adjustments", Right::money_read, list_proposals},
            {"POST", "/v1/adjustments", Right::adjustment_propose, propose},
            {"POST", "/v1/adjustments/{position}/approval", Right::adjustment_approve, approve},
            {"POST", "/v1/adjustments/{position}/refusal", Right::adjustment_approve, decline},
            {"POST", "/v1/transfers", Right::money_transfer, transfer}};
}

}  // namespace api
