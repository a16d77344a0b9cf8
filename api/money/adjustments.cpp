#include "api/money/second_person.hpp"

namespace api {
namespace {

using ledger::Position;
using ledger::State;

/// GET /v1/adjustments?cursor=&limit=: what waits for a second person
Response list_proposals(const Call& call) { return list_waiting(call, &State::proposals); }

/// POST /v1/adjustments: proposes one
Reply propose(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call, read_record<ledger::ProposeAdjustment>(wish.body, ""), wish.reason,
                 Key::required);
}

/// POST /v1/adjustments/{position}/approval: by another than its proposer
Reply approve(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Position position = position_in(call, 0);
    const bool waits = call.service.book.read(
        [&](const State& state) { return state.proposals.contains(position); });
    refuse_one_pair_of_eyes(call, position, waits);
    return write(call, ledger::ApproveAdjustment{position}, wish.reason, Key::required);
}

/// POST /v1/adjustments/{position}/refusal: or its proposer takes it back
Reply decline(const Call& call) {
    const Position position = position_in(call, 0);
    need_right_to_decline(call, position);
    const Wish wish = wish_of(call.request);
    return write(call, ledger::DeclineAdjustment{position}, wish.reason, Key::required);
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
            {"POST", "/v1/adjustments/{position}/refusal",
             Need::unless_own(Right::adjustment_approve), decline},
            {"POST", "/v1/transfers", Right::money_transfer, transfer}};
}

}  // namespace api
