#include "api/lists.hpp"

namespace api {
namespace {

using ledger::Position;
using ledger::Proposal;
using ledger::State;

Json proposal_json(Position position, const Proposal& proposal) {
    Json json{{"proposal", position.number}};
    json.update(write_record(proposal));
    return json;
}

/// GET /v1/adjustments?cursor=&limit=: what waits for a second person
Response list_proposals(const Call& call) {
    return list_of(call, &State::proposals, proposal_json);
}

/// POST /v1/adjustments: proposes one
Reply propose(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::ProposeAdjustment>(wish.body, ""), wish.reason,
                 Key::required);
}

/// POST /v1/adjustments/{position}/approval and /refusal, by another operator than its proposer
template <class Command>
Reply decide_proposal(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, Command{position_in(call, 0)}, wish.reason, Key::required);
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
            {"POST", "/v1/adjustments/{position}/approval", Right::adjustment_approve,
             decide_proposal<ledger::ApproveAdjustment>},
            {"POST", "/v1/adjustments/{position}/refusal", Right::adjustment_approve,
             decide_proposal<ledger::DeclineAdjustment>},
            {"POST", "/v1/transfers", Right::money_transfer, transfer}};
}

}  // namespace api
