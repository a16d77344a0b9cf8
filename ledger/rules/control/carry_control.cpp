#include "ledger/rules/control/carry_control.hpp"

#include <algorithm>

#include "ledger/rules/control/pending.hpp"

namespace ledger {
namespace {

void finish(State& state, const BatchId& id) {
    const Batch& batch = known(state.batches, id);
    if (!batch.is_finished()) return;
    state.finished_batches[id] = batch.requested;
    state.batches.erase(id);
}

/// Its next row is begun, or refused.
void begin_row(State& state, const BatchId& id, Position command) {
    Batch& batch = known(state.batches, id);
    ++batch.next;
    if (!command.is_none()) batch.open.push_back(command);
    finish(state, id);
}

void end_row(State& state, const BatchId& id, Position command) {
    auto& open = known(state.batches, id).open;
    const auto row = std::lower_bound(open.begin(), open.end(), command);
    ensure(row != open.end() && *row == command, "a command of a batch is one of its rows");
    open.erase(row);
    finish(state, id);
}

void end_command(State& state, Position position) {
    const PendingCommand& command = known(state.commands, position);
    std::erase(known(state.meters, command.meter).pending, position);
    if (!command.batch.is_empty()) end_row(state, command.batch, position);
    state.commands.erase(position);
}

/// Nobody reads back any more what it did.
void give_up(State& state, Position position) {
    const PendingCommand& command = known(state.commands, position);
    if (command.kind == CommandKind::trip && command.cause == CommandCause::arrears &&
        command.attempts > 0)
        known(state.meters, command.meter).may_be_cut = true;
    end_command(state, position);
}

/// The arrears of the wallet that this notice is about, while they last.
Arrears* arrears_of(State& state, const PendingNotice& notice) {
    Wallet& wallet = known(state.wallets, notice.queued.wallet);
    const bool is_about = notice.queued.kind == NoticeKind::arrears && wallet.arrears;
    return is_about ? &*wallet.arrears : nullptr;
}

void end_notice(State& state, Position position) {
    std::erase(known(state.wallets, known(state.notices, position).queued.wallet).notices,
               position);
    state.notices.erase(position);
}

}  // namespace

void carry_into(State& state, const Envelope& envelope, const CommandRequested& fact) {
    known(state.meters, fact.meter).pending.push_back(envelope.position);
    state.commands[envelope.position] = {fact.meter,           fact.kind,       fact.cause,
                                         envelope.recorded_at, fact.expires_at, 0,
                                         fact.batch,           fact.cargo};
    if (!fact.batch.is_empty()) begin_row(state, fact.batch, envelope.position);
}

void carry_into(State& state, const Envelope&, const CommandSent& fact) {
    known(state.commands, fact.command).attempts = fact.attempt;
}

void carry_into(State& state, const Envelope&, const CommandConfirmed& fact) {
    Meter& meter = known(state.meters, fact.meter);
    const PendingCommand& command = known(state.commands, fact.command);
    if (is_about_supply(fact.kind)) {
        meter.supply = fact.kind;
        meter.supply_cause = command.cause;
        meter.may_be_cut = false;
    }
    if (!meter.failed.empty()) meter.failed = failed_without(meter, fact.kind);
    if (fact.relay_closed) meter.relay_closed = fact.relay_closed;
    if (const Purchase* purchase = purchase_of(command)) meter.purchases = purchase->count;
    end_command(state, fact.command);
}

void carry_into(State& state, const Envelope&, const CommandFailed& fact) {
    Meter& meter = known(state.meters, fact.meter);
    const bool is_new =
        std::find(meter.failed.begin(), meter.failed.end(), fact.kind) == meter.failed.end();
    if (is_new && fact.kind != CommandKind::read_now) meter.failed.push_back(fact.kind);
    end_command(state, fact.command);
}

void carry_into(State& state, const Envelope&, const CommandExpired& fact) {
    give_up(state, fact.command);
}

void carry_into(State& state, const Envelope&, const CommandCancelled& fact) {
    give_up(state, fact.command);
}

void carry_into(State& state, const Envelope& envelope, const BatchRequested& fact) {
    state.batches[fact.batch] = {.kind = fact.kind,
                                 .expires_at = fact.expires_at,
                                 .actor = envelope.actor,
                                 .reason = envelope.reason,
                                 .meters = fact.meters,
                                 .next = 0,
                                 .open = {},
                                 .requested = envelope.position,
                                 .cancelled = {}};
}

void carry_into(State& state, const Envelope&, const BatchRowRefused& fact) {
    begin_row(state, fact.batch, {});
}

void carry_into(State& state, const Envelope& envelope, const BatchCancelled& fact) {
    Batch& batch = known(state.batches, fact.batch);
    batch.cancelled = envelope.position;
    batch.next = batch.meters.size();
    finish(state, fact.batch);
}

void carry_into(State& state, const Envelope&, const PurchasesResolved& fact) {
    known(state.meters, fact.meter).purchases = fact.purchase_count;
}

void carry_into(State& state, const Envelope& envelope, const AlarmRaised& fact) {
    Meter& meter = known(state.meters, fact.meter);
    meter.alarms[fact.kind] = envelope.position;
    if (fact.kind != AlarmKind::arrears || meter.wallet.is_empty()) return;
    Wallet& wallet = known(state.wallets, meter.wallet);
    if (!wallet.arrears) wallet.arrears = Arrears{envelope.occurred_at, 0, {}};
}

void carry_into(State& state, const Envelope&, const AlarmCleared& fact) {
    Meter& meter = known(state.meters, fact.meter);
    meter.alarms.erase(fact.kind);
    if (fact.kind == AlarmKind::command_failed) meter.failed.clear();
    if (fact.kind == AlarmKind::arrears && !meter.wallet.is_empty())
        end_arrears(state, meter.wallet);
}

void carry_into(State& state, const Envelope& envelope, const NoticeQueued& fact) {
    state.notices[envelope.position] = {fact, 0, {}};
    Wallet& wallet = known(state.wallets, fact.wallet);
    wallet.notices.push_back(envelope.position);
    if (fact.kind == NoticeKind::arrears && wallet.arrears) ++wallet.arrears->notices;
}

void carry_into(State& state, const Envelope& envelope, const NoticeDelivered& fact) {
    if (Arrears* arrears = arrears_of(state, known(state.notices, fact.notice))) {
        --arrears->notices;
        if (!arrears->told) arrears->told = envelope.occurred_at;
    }
    end_notice(state, fact.notice);
}

void carry_into(State& state, const Envelope& envelope, const NoticeFailed& fact) {
    PendingNotice& notice = known(state.notices, fact.notice);
    notice.attempts = fact.attempt;
    notice.tried_at = envelope.occurred_at;
    if (!fact.is_final) return;
    if (Arrears* arrears = arrears_of(state, notice)) {
        --arrears->notices;
        if (!arrears->told && arrears->notices == 0) arrears->told = envelope.occurred_at;
    }
    end_notice(state, fact.notice);
}

void end_arrears(State& state, const WalletId& id) {
    Wallet& wallet = known(state.wallets, id);
    if (!wallet.arrears) return;
    const auto drawing = meters_of(state, id);
    const bool lasts = std::any_of(drawing.begin(), drawing.end(), [](const Meter* each) {
        return each->alarms.contains(AlarmKind::arrears);
    });
    if (!lasts) wallet.arrears.reset();
}

}  // namespace ledger
