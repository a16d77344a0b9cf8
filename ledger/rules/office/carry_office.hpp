#pragma once
#include "ledger/rules/state.hpp"

namespace ledger {

// How the office's events change the state: the part of `apply` that is about them.

void carry_into(State& state, const Envelope& envelope, const CreditLimitsSet& fact);
void carry_into(State& state, const Envelope& envelope, const FeePublished& fact);
void carry_into(State& state, const Envelope& envelope, const FeeAssigned& fact);
void carry_into(State& state, const Envelope& envelope, const FeeCharged& fact);
void carry_into(State& state, const Envelope& envelope, const ShiftOpened& fact);
void carry_into(State& state, const Envelope& envelope, const ShiftClosed& fact);
void carry_into(State& state, const Envelope& envelope, const PeriodClosed& fact);
void carry_into(State& state, const Envelope& envelope, const RoleDefined& fact);
void carry_into(State& state, const Envelope& envelope, const OperatorAdded& fact);
void carry_into(State& state, const Envelope& envelope, const OperatorChanged& fact);
void carry_into(State& state, const Envelope& envelope, const KeyIssued& fact);
void carry_into(State& state, const Envelope& envelope, const KeyRevoked& fact);
void carry_into(State& state, const Envelope& envelope, const SigningKeyRotated& fact);
void carry_into(State& state, const Envelope& envelope, const ReceiptPrinted& fact);
void carry_into(State& state, const Envelope& envelope, const ApprovalLimitsSet& fact);
void carry_into(State& state, const Envelope& envelope, const TransactionProposed& fact);
void carry_into(State& state, const Envelope& envelope, const TransactionApproved& fact);
void carry_into(State& state, const Envelope& envelope, const TransactionDeclined& fact);
void carry_into(State& state, const Envelope& envelope, const NoticeTextSet& fact);

/// What was done, and changes nothing that a rule reads.
template <class Fact>
    requires is_one_of<Fact, PasswordChanged, OperatorSignedIn, SignInRefused, RequestRefused,
                       ExportTaken, SessionEnded, FeesDrawn>
void carry_into(State&, const Envelope&, const Fact&) {}

/// A wallet that begins now gets the site's limits: those that the event recorded, or of an event
/// from before they were recorded those that hold.
void begin_with_limits(const State& state, const MeterAttached& fact, Wallet& wallet);

/// No meter draws on this wallet any more: what was not paid for yet will not be.
void end_fees(Wallet& wallet);

/// Notes what any event posts: on the sheet of its day, and in the shift of whoever moved cash.
void note_postings(State& state, const Envelope& envelope, const Payload& payload);

}  // namespace ledger
