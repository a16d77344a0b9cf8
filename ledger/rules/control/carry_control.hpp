#pragma once
#include "ledger/rules/state.hpp"

namespace ledger {

// How commands, batches, alarms and notices change the state: the part of `apply` that is about
// them.

void carry_into(State& state, const Envelope& envelope, const CommandRequested& fact);
void carry_into(State& state, const Envelope& envelope, const CommandSent& fact);
void carry_into(State& state, const Envelope& envelope, const CommandConfirmed& fact);
void carry_into(State& state, const Envelope& envelope, const CommandFailed& fact);
void carry_into(State& state, const Envelope& envelope, const CommandExpired& fact);
void carry_into(State& state, const Envelope& envelope, const CommandCancelled& fact);
void carry_into(State& state, const Envelope& envelope, const BatchRequested& fact);
void carry_into(State& state, const Envelope& envelope, const BatchRowRefused& fact);
void carry_into(State& state, const Envelope& envelope, const BatchCancelled& fact);
void carry_into(State& state, const Envelope& envelope, const PurchasesResolved& fact);
void carry_into(State& state, const Envelope& envelope, const AlarmRaised& fact);
void carry_into(State& state, const Envelope& envelope, const AlarmCleared& fact);
void carry_into(State& state, const Envelope& envelope, const NoticeQueued& fact);
void carry_into(State& state, const Envelope& envelope, const NoticeDelivered& fact);
void carry_into(State& state, const Envelope& envelope, const NoticeFailed& fact);

/// A wallet is in arrears no longer when no meter that draws on it has the alarm.
void end_arrears(State& state, const WalletId& id);

}  // namespace ledger
