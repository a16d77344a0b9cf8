#pragma once
#include "ledger/rules/laws.hpp"

namespace ledger {

// The laws of the office's events; `find_breach` asks them.

std::optional<Breach> fact_breach(const State&, const Envelope&, const CreditLimitsSet&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const FeePublished&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const FeeAssigned&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const FeeCharged&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const ShiftOpened&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const ShiftClosed&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const PeriodClosed&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const RoleDefined&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const OperatorAdded&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const OperatorChanged&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const PasswordChanged&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const KeyIssued&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const KeyRevoked&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const OperatorSignedIn&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const SessionEnded&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const SignInRefused&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const SigningKeyRotated&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const ReceiptPrinted&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const ApprovalLimitsSet&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const TransactionProposed&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const TransactionApproved&);
std::optional<Breach> fact_breach(const State&, const Envelope&, const TransactionDeclined&);

/// Some of what was done at once needed a second person, and had none.
std::optional<Breach> approval_breach(const State& state,
                                      const std::vector<TransactionProposed>& done);
std::optional<Breach> fact_breach(const State&, const Envelope&, const NoticeTextSet&);

}  // namespace ledger
