#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/control/pending.hpp"
#include "ledger/rules/control/request.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/entry_size.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

constexpr std::size_t rows_at_once = 256;

bool is_known(const State& state, const BatchId& id) {
    return state.batches.contains(id) || state.finished_batches.contains(id);
}

Objection check_meters(const std::vector<MeterId>& meters) {
    if (auto no = check_range("meters", meters.size(), 1, most_meters_of_a_batch)) return no;
    std::set<MeterId> seen;
    for (const MeterId& id : meters) {
        if (auto no = check_id("meters", id)) return no;
        if (!seen.insert(id).second)
            return Refusal{Rule::value_must_be_in_range, "meters",
                           fmt::format("meter '{}' is named twice: name it once", id.text())};
    }
    return std::nullopt;
}

Objection check_batch(const State& state, const RequestBatch& wanted, const Occasion& occasion) {
    if (auto no = first_of({check_id("batch", wanted.batch), check_meters(wanted.meters)}))
        return no;
    if (is_known(state, wanted.batch))
        return Refusal{
            Rule::batch_must_be_new, "batch",
            fmt::format("batch '{}' was requested before: give another name", wanted.batch.text())};
    if (!wanted.retry_of.is_empty() && !is_known(state, wanted.retry_of))
        return no_such(Rule::batch_must_exist, "retry_of", wanted.retry_of.text()).error;
    if (auto no = check_expiry(expiry_of(wanted.expires_at, occasion.now), occasion.now)) return no;
    if (wanted.kind == CommandKind::credit_push)
        return Refusal{Rule::credit_push_must_follow_a_sale, "kind",
                       "credit goes to a meter when it is sold: sell it"};
    if (wanted.kind == CommandKind::read_now) return std::nullopt;
    return check_reason(occasion.reason);
}

/// A row is a command of its own, or is told why it is none.
Payload row_of(const State& state, const BatchId& id, const Batch& batch, const MeterId& meter,
               const Occasion& occasion) {
    auto request = request_of(state, {meter, batch.kind, batch.expires_at}, occasion);
    if (!request)
        return BatchRowRefused{id, meter, std::string(to_text(request.error().rule)),
                               request.error().detail};
    request->batch = id;
    return std::move(*request);
}

std::vector<Draft> next_rows(const State& state, const BatchId& id, const Batch& batch,
                             const Occasion& occasion) {
    Occasion asked = occasion;
    asked.reason = batch.reason;  // of whoever asked for the batch
    const std::size_t end = std::min<std::size_t>(batch.meters.size(), batch.next + rows_at_once);
    std::vector<Draft> drafts;
    for (std::size_t row = batch.next; row < end; ++row) {
        Draft begun{row_of(state, id, batch, batch.meters[row], asked), occasion.now,
                    batch.requested};
        if (std::holds_alternative<CommandRequested>(begun.payload))
            add_request(state, std::move(begun), drafts);
        else
            drafts.push_back(std::move(begun));
    }
    return drafts;
}

std::vector<Draft> next_cancellations(const State& state, const Batch& batch,
                                      const Occasion& occasion) {
    std::vector<Draft> drafts;
    for (std::size_t i = 0; i < std::min(rows_at_once, batch.open.size()); ++i)
        drafts.push_back({CommandCancelled{batch.open[i], state.commands.at(batch.open[i]).meter},
                          occasion.now, batch.cancelled});
    return drafts;
}

}  // namespace

Decision decide_one(const State& state, const RequestBatch& command, const Occasion& occasion) {
    if (auto no = check_batch(state, command, occasion)) return refused(*no);
    BatchRequested fact{command.batch, command.kind, command.meters,
                        expiry_of(command.expires_at, occasion.now), command.retry_of};
    if (auto no = check_entry_size("meters", fact)) return refused(*no);
    return one_event(std::move(fact), occasion);
}

Decision decide_one(const State& state, const AdvanceBatch& command, const Occasion& occasion) {
    if (!is_known(state, command.batch))
        return no_such(Rule::batch_must_exist, "batch", command.batch.text());
    const Batch* batch = find(state.batches, command.batch);
    if (batch == nullptr) return nothing_changes();
    if (!batch->cancelled.is_none()) return next_cancellations(state, *batch, occasion);
    return next_rows(state, command.batch, *batch, occasion);
}

Decision decide_one(const State& state, const CancelBatch& command, const Occasion& occasion) {
    if (!is_known(state, command.batch))
        return no_such(Rule::batch_must_exist, "batch", command.batch.text());
    const Batch* batch = find(state.batches, command.batch);
    if (batch == nullptr)
        return refuse(Rule::batch_must_be_under_way, "batch",
                      fmt::format("batch '{}' is finished: there is nothing left to cancel",
                                  command.batch.text()));
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    if (!batch->cancelled.is_none()) return nothing_changes();
    return std::vector<Draft>{{BatchCancelled{command.batch}, occasion.now, batch->requested}};
}

}  // namespace ledger
