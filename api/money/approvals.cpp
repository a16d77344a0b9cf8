#include "api/money/second_person.hpp"
#include "api/preconditions.hpp"

namespace api {
namespace {

using ledger::Position;
using ledger::State;

const auto proposed_in = [](const State& state) -> const auto& { return state.office.proposed; };

/// GET /v1/proposals?cursor=&limit=: what is paid back, and waits to be approved, or to be done
Response list_proposals(const Call& call) { return list_waiting(call, proposed_in); }

/// POST /v1/proposals/{position}/approval: by another than its proposer
Reply approve(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Position position = position_in(call, 0);
    const bool waits = call.service.book.read([&](const State& state) {
        const auto* proposed = ledger::find(state.office.proposed, position);
        return proposed != nullptr && !proposed->approver;
    });
    refuse_one_pair_of_eyes(call, position, waits);
    return write(call, ledger::ApproveTransaction{position}, wish.reason, Key::required);
}

/// POST /v1/proposals/{position}/refusal: or its proposer takes it back
Reply decline(const Call& call) {
    const Position position = position_in(call, 0);
    need_right_to_decline(call, position);
    const Wish wish = wish_of(call.request);
    return write(call, ledger::DeclineTransaction{position}, wish.reason, Key::required);
}

/// GET /v1/approval-limits
Response read_limits(const Call& call) {
    const auto limits =
        call.service.book.read([](const State& state) { return state.office.approval_limits; });
    return json_response(write_record(limits));
}

/// PUT /v1/approval-limits {"refund_above": …, "reversal_above": …}: what is left out is no limit
Reply set_limits(const Call& call) {
    const Wish wish = wish_of(call.request);
    return write(call,
                 ledger::SetApprovalLimits{read_record<ledger::ApprovalLimitsSet>(wish.body, "")},
                 wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> approval_routes() {
    return {{"GET", "/v1/proposals", Right::money_read, list_proposals},
            {"POST", "/v1/proposals/{position}/approval", Right::adjustment_approve, approve},
            {"POST", "/v1/proposals/{position}/refusal",
             Need::unless_own(Right::adjustment_approve), decline},
            {"GET", "/v1/approval-limits", Right::money_read,
             with_etag(ledger::SubjectKind::approvals, read_limits)},
            {"PUT", "/v1/approval-limits", Right::limit_edit, set_limits}};
}

}  // namespace api
