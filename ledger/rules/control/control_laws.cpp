#include "ledger/rules/control/control_laws.hpp"

#include "ledger/rules/control/notices.hpp"
#include "ledger/rules/control/purchases.hpp"

namespace ledger {
namespace {

Finding known_meter(const State& state, const MeterId& meter) {
    return know(state.meters, meter, "the meter is unknown");
}

Finding pending(const State& state, Position command, const MeterId& meter) {
    const PendingCommand* known = find(state.commands, command);
    return hold(known != nullptr && known->meter == meter, Law::command_is_pending,
                "the command is finished, or another meter's");
}

/// The row of this meter is the one that is begun next.
Finding row_breach(const State& state, const BatchId& id, const MeterId& meter) {
    const Batch* batch = find(state.batches, id);
    const bool is_next = batch != nullptr && batch->next < batch->meters.size() &&
                         batch->meters[batch->next] == meter;
    return hold(is_next, Law::batch_rows_come_in_order, "another row of the batch is next");
}

Finding purchase_breach(const State& state, const MeterId& id, const Purchase& purchase) {
    const Meter& meter = state.meters.at(id);
    const Sale* sale = find(state.sales, purchase.sale);
    if (sale == nullptr || sale->amount != purchase.amount)
        return Breach{Law::event_speaks_of_known_things, "what goes to the meter is no sale"};
    return hold(meter.purchases && purchase.count == next_purchase_count(state, meter),
                Law::purchase_counts_have_no_gap,
                "the purchase count does not follow the one before");
}

Finding pending_notice(const State& state, Position notice, const WalletId& wallet) {
    const PendingNotice* known = find(state.notices, notice);
    return hold(known != nullptr && known->queued.wallet == wallet, Law::notice_is_pending,
                "the notice came to an end, or is another wallet's");
}

}  // namespace

Finding control_breach(const State& state, const CommandRequested& fact) {
    if (auto found = known_meter(state, fact.meter)) return found;
    if (!fact.batch.is_empty()) {
        if (auto found = row_breach(state, fact.batch, fact.meter)) return found;
    }
    const bool is_push = fact.kind == CommandKind::credit_push;
    const bool has_purchase = fact.cargo && fact.cargo->purchase;
    if (is_push != has_purchase)
        return Breach{Law::purchase_counts_have_no_gap, "credit pushes carry a sale, and no other"};
    return is_push ? purchase_breach(state, fact.meter, *fact.cargo->purchase) : std::nullopt;
}

Finding control_breach(const State& state, const CommandSent& fact) {
    return pending(state, fact.command, fact.meter);
}

Finding control_breach(const State& state, const CommandConfirmed& fact) {
    return pending(state, fact.command, fact.meter);
}

Finding control_breach(const State& state, const CommandFailed& fact) {
    return pending(state, fact.command, fact.meter);
}

Finding control_breach(const State& state, const CommandExpired& fact) {
    return pending(state, fact.command, fact.meter);
}

Finding control_breach(const State& state, const CommandCancelled& fact) {
    return pending(state, fact.command, fact.meter);
}

Finding control_breach(const State& state, const BatchRequested& fact) {
    const bool is_known =
        state.batches.contains(fact.batch) || state.finished_batches.contains(fact.batch);
    return hold(!is_known && !fact.meters.empty(), Law::batch_rows_come_in_order,
                "a batch of this name was requested before, or it has no rows");
}

Finding control_breach(const State& state, const BatchRowRefused& fact) {
    return row_breach(state, fact.batch, fact.meter);
}

Finding control_breach(const State& state, const BatchCancelled& fact) {
    return know(state.batches, fact.batch, "the batch is finished, or never was");
}

Finding control_breach(const State& state, const PurchasesResolved& fact) {
    return known_meter(state, fact.meter);
}

Finding control_breach(const State& state, const AlarmRaised& fact) {
    return known_meter(state, fact.meter);
}

Finding control_breach(const State& state, const AlarmCleared& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    if (meter == nullptr) return known_meter(state, fact.meter);
    const Position* raised = find(meter->alarms, fact.kind);
    return hold(raised != nullptr && *raised == fact.alarm, Law::event_speaks_of_known_things,
                "no such alarm of the meter was on");
}

Finding control_breach(const State& state, const NoticeQueued& fact) {
    if (auto found = known_meter(state, fact.meter)) return found;
    return know(state.wallets, fact.wallet, "the wallet is unknown");
}

Finding control_breach(const State& state, const NoticeDelivered& fact) {
    if (auto found = pending_notice(state, fact.notice, fact.wallet)) return found;
    return hold(is_text_of(state, fact.text, state.notices.at(fact.notice).queued),
                Law::event_speaks_of_known_things, "it was told by a text of something else");
}

Finding control_breach(const State& state, const NoticeFailed& fact) {
    return pending_notice(state, fact.notice, fact.wallet);
}

}  // namespace ledger
