#pragma once
#include "ledger/rules/decide.hpp"

namespace ledger {

// One overload a command; `decide` visits them. The files are named after what they decide.

// decide_catalogue.cpp
Decision decide_one(const State&, const ConfigureSite&, const Occasion&);
Decision decide_one(const State&, const RegisterBuilding&, const Occasion&);
Decision decide_one(const State&, const RegisterGateway&, const Occasion&);
Decision decide_one(const State&, const RegisterLine&, const Occasion&);
Decision decide_one(const State&, const RegisterMeter&, const Occasion&);
Decision decide_one(const State&, const SetThresholds&, const Occasion&);

// decide_retirement.cpp
Decision decide_one(const State&, const RetireMeter&, const Occasion&);

// decide_tariff.cpp
Decision decide_one(const State&, const PublishTariff&, const Occasion&);
Decision decide_one(const State&, const AssignTariff&, const Occasion&);

// decide_calendar.cpp
Decision decide_one(const State&, const PublishCalendar&, const Occasion&);

// decide_customer.cpp
Decision decide_one(const State&, const RegisterCustomer&, const Occasion&);
Decision decide_one(const State&, const ForgetCustomer&, const Occasion&);

// decide_opening.cpp
Decision decide_one(const State&, const OpenAccount&, const Occasion&);
Decision decide_one(const State&, const OpenPrepared&, const Occasion&);

// decide_preparation.cpp
Decision decide_one(const State&, const PrepareAccount&, const Occasion&);
Decision decide_one(const State&, const WithdrawPreparation&, const Occasion&);

// decide_settlement.cpp
Decision decide_one(const State&, const SettleWallet&, const Occasion&);

// decide_old_balance.cpp
Decision decide_one(const State&, const BringInBalance&, const Occasion&);

// decide_account.cpp
Decision decide_one(const State&, const AttachMeter&, const Occasion&);
Decision decide_one(const State&, const DetachMeter&, const Occasion&);
Decision decide_one(const State&, const CloseAccount&, const Occasion&);
Decision decide_one(const State&, const TransferAccount&, const Occasion&);

// decide_money.cpp
Decision decide_one(const State&, const SellCredit&, const Occasion&);
Decision decide_one(const State&, const RefundCredit&, const Occasion&);
Decision decide_one(const State&, const ReverseTransaction&, const Occasion&);

// decide_transfer.cpp
Decision decide_one(const State&, const TransferCredit&, const Occasion&);

// decide_adjustment.cpp
Decision decide_one(const State&, const ProposeAdjustment&, const Occasion&);
Decision decide_one(const State&, const ApproveAdjustment&, const Occasion&);
Decision decide_one(const State&, const DeclineAdjustment&, const Occasion&);

// decide_approval.cpp
Decision decide_one(const State&, const SetApprovalLimits&, const Occasion&);
Decision decide_one(const State&, const ApproveTransaction&, const Occasion&);
Decision decide_one(const State&, const DeclineTransaction&, const Occasion&);

// decide_reading.cpp
Decision decide_one(const State&, const RecordReading&, const Occasion&);
Decision decide_one(const State&, const QuarantineReading&, const Occasion&);

// decide_quarantine.cpp
Decision decide_one(const State&, const ResolveQuarantine&, const Occasion&);

// decide_correction.cpp
Decision decide_one(const State&, const CorrectReading&, const Occasion&);
Decision decide_one(const State&, const CorrectCharges&, const Occasion&);
Decision decide_one(const State&, const SettleOutOfReach&, const Occasion&);

// decide_migration.cpp
Decision decide_one(const State&, const ReplaceMeter&, const Occasion&);
Decision decide_one(const State&, const RollOver&, const Occasion&);
Decision decide_one(const State&, const ResetMeter&, const Occasion&);
Decision decide_one(const State&, const ChangeRatio&, const Occasion&);

// decide_control.cpp
Decision decide_one(const State&, const RequestCommand&, const Occasion&);
Decision decide_one(const State&, const ReportSent&, const Occasion&);
Decision decide_one(const State&, const ReportConfirmed&, const Occasion&);
Decision decide_one(const State&, const ReportFailed&, const Occasion&);
Decision decide_one(const State&, const ExpireCommand&, const Occasion&);
Decision decide_one(const State&, const CancelCommand&, const Occasion&);

// decide_batch.cpp
Decision decide_one(const State&, const RequestBatch&, const Occasion&);
Decision decide_one(const State&, const AdvanceBatch&, const Occasion&);
Decision decide_one(const State&, const CancelBatch&, const Occasion&);

// decide_cutoff.cpp
Decision decide_one(const State&, const CutPower&, const Occasion&);

// decide_notice.cpp
Decision decide_one(const State&, const ReportNoticeDelivered&, const Occasion&);
Decision decide_one(const State&, const ReportNoticeFailed&, const Occasion&);
Decision decide_one(const State&, const SetNoticeText&, const Occasion&);

// decide_purchase.cpp
Decision decide_one(const State&, const ReportPurchases&, const Occasion&);
Decision decide_one(const State&, const ResolvePurchases&, const Occasion&);

// decide_contact.cpp
Decision decide_one(const State&, const ReportContactLost&, const Occasion&);
Decision decide_one(const State&, const ReportContact&, const Occasion&);

// decide_limits.cpp
Decision decide_one(const State&, const SetCreditLimits&, const Occasion&);

// decide_fees.cpp
Decision decide_one(const State&, const PublishFee&, const Occasion&);
Decision decide_one(const State&, const AssignFee&, const Occasion&);
Decision decide_one(const State&, const ChargeFees&, const Occasion&);
Decision decide_one(const State&, const ReportFeesDrawn&, const Occasion&);

// decide_shift.cpp
Decision decide_one(const State&, const OpenShift&, const Occasion&);
Decision decide_one(const State&, const CloseShift&, const Occasion&);

// decide_operator.cpp
Decision decide_one(const State&, const DefineRole&, const Occasion&);
Decision decide_one(const State&, const AddOperator&, const Occasion&);
Decision decide_one(const State&, const ChangeOperator&, const Occasion&);

// decide_access.cpp
Decision decide_one(const State&, const ReportPasswordChange&, const Occasion&);
Decision decide_one(const State&, const IssueKey&, const Occasion&);
Decision decide_one(const State&, const RevokeKey&, const Occasion&);
Decision decide_one(const State&, const ReportSignIn&, const Occasion&);
Decision decide_one(const State&, const ReportSignInRefused&, const Occasion&);
Decision decide_one(const State&, const ReportRefusal&, const Occasion&);
Decision decide_one(const State&, const ReportExport&, const Occasion&);
Decision decide_one(const State&, const ReportSessionEnd&, const Occasion&);

// decide_signing_key.cpp
Decision decide_one(const State&, const RotateSigningKey&, const Occasion&);

// decide_print.cpp
Decision decide_one(const State&, const PrintReceipt&, const Occasion&);

// decide_period.cpp
Decision decide_one(const State&, const ClosePeriod&, const Occasion&);

/// The decision that changes nothing.
inline Decision nothing_changes() { return std::vector<Draft>{}; }

/// One draft, without the copy that a braced list makes of it.
inline std::vector<Draft> only(Draft draft) {
    std::vector<Draft> drafts;
    drafts.push_back(std::move(draft));
    return drafts;
}

/// The decision of one event that happens now.
inline Decision one_event(Payload payload, const Occasion& occasion) {
    return only({std::move(payload), occasion.now, {}});
}

}  // namespace ledger
