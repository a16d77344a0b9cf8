#include "ledger/events/event.hpp"

namespace ledger {

Payload::Payload() = default;
Payload::Payload(const Payload&) = default;
Payload::Payload(Payload&&) noexcept = default;
Payload& Payload::operator=(const Payload&) = default;
Payload& Payload::operator=(Payload&&) noexcept = default;
Payload::~Payload() = default;

bool operator==(const Event&, const Event&) = default;

namespace {

Subject site() { return {SubjectKind::site, ""}; }
Subject meter(const MeterId& id) { return {SubjectKind::meter, id.text()}; }
Subject wallet(const WalletId& id) { return {SubjectKind::wallet, id.text()}; }
Subject account(const AccountId& id) { return {SubjectKind::account, id.text()}; }

/// A meter, or the line itself when the meter is not named.
Subject contact(const LineId& line, const MeterId& id) {
    return id.is_empty() ? Subject{SubjectKind::line, line.text()} : meter(id);
}

Subject about(const SiteConfigured&) { return site(); }
Subject about(const BuildingRegistered& fact) {
    return {SubjectKind::building, fact.building.text()};
}
Subject about(const GatewayRegistered& fact) { return {SubjectKind::gateway, fact.gateway.text()}; }
Subject about(const LineRegistered& fact) { return {SubjectKind::line, fact.line.text()}; }
Subject about(const MeterRegistered& fact) { return meter(fact.meter); }
Subject about(const MeterRetired& fact) { return meter(fact.meter); }
Subject about(const TariffPublished& fact) { return {SubjectKind::tariff, fact.tariff.text()}; }
Subject about(const TariffAssigned& fact) { return meter(fact.meter); }
Subject about(const ThresholdsSet& fact) { return meter(fact.meter); }
Subject about(const CalendarPublished& fact) {
    return {SubjectKind::calendar, fact.calendar.text()};
}
Subject about(const CustomerRegistered& fact) {
    return {SubjectKind::customer, fact.customer.text()};
}
Subject about(const CustomerForgotten& fact) {
    return {SubjectKind::customer, fact.customer.text()};
}
Subject about(const AccountPrepared& fact) { return account(fact.account); }
Subject about(const PreparationWithdrawn& fact) { return account(fact.account); }
Subject about(const AccountOpened& fact) { return account(fact.account); }
Subject about(const MeterAttached& fact) { return account(fact.account); }
Subject about(const MeterDetached& fact) { return account(fact.account); }
Subject about(const AccountClosed& fact) { return account(fact.account); }
Subject about(const AccountTransferred& fact) { return account(fact.account); }
Subject about(const CreditSold& fact) { return wallet(fact.wallet); }
Subject about(const CreditRefunded& fact) { return wallet(fact.wallet); }
Subject about(const TransactionReversed& fact) { return wallet(fact.wallet); }
Subject about(const CreditTransferred& fact) { return wallet(fact.from); }
Subject about(const BalanceAdjusted& fact) { return wallet(fact.wallet); }
Subject about(const AdjustmentProposed& fact) { return wallet(fact.wallet); }
Subject about(const AdjustmentDeclined& fact) { return wallet(fact.wallet); }
Subject about(const TransactionProposed& fact) { return wallet(fact.wallet); }
Subject about(const TransactionApproved& fact) { return wallet(fact.wallet); }
Subject about(const TransactionDeclined& fact) { return wallet(fact.wallet); }
Subject about(const ApprovalLimitsSet&) { return {SubjectKind::approvals, ""}; }
Subject about(const OpeningBalanceBroughtIn& fact) { return wallet(fact.wallet); }
Subject about(const WalletSettled& fact) { return wallet(fact.wallet); }
Subject about(const ReadingRecorded& fact) { return meter(fact.meter); }
Subject about(const ReadingQuarantined& fact) { return meter(fact.meter); }
Subject about(const QuarantineResolved& fact) { return meter(fact.meter); }
Subject about(const EnergyEstimated& fact) { return meter(fact.meter); }
Subject about(const ReadingCorrected& fact) { return meter(fact.meter); }
Subject about(const ChargeCorrected& fact) { return meter(fact.meter); }
Subject about(const MeterReplaced& fact) { return meter(fact.meter); }
Subject about(const RegisterRolledOver& fact) { return meter(fact.meter); }
Subject about(const MeterReset& fact) { return meter(fact.meter); }
Subject about(const TransformerRatioChanged& fact) { return meter(fact.meter); }
Subject about(const CommandRequested& fact) { return meter(fact.meter); }
Subject about(const CommandSent& fact) { return meter(fact.meter); }
Subject about(const CommandConfirmed& fact) { return meter(fact.meter); }
Subject about(const CommandFailed& fact) { return meter(fact.meter); }
Subject about(const CommandExpired& fact) { return meter(fact.meter); }
Subject about(const CommandCancelled& fact) { return meter(fact.meter); }
Subject about(const BatchRequested& fact) { return {SubjectKind::batch, fact.batch.text()}; }
Subject about(const BatchRowRefused& fact) { return {SubjectKind::batch, fact.batch.text()}; }
Subject about(const BatchCancelled& fact) { return {SubjectKind::batch, fact.batch.text()}; }
Subject about(const PurchasesResolved& fact) { return meter(fact.meter); }
Subject about(const NoticeQueued& fact) { return wallet(fact.wallet); }
Subject about(const NoticeDelivered& fact) { return wallet(fact.wallet); }
Subject about(const NoticeFailed& fact) { return wallet(fact.wallet); }
Subject about(const RoleDefined& fact) { return {SubjectKind::role, fact.role.text()}; }
Subject about(const SigningKeyRotated&) { return site(); }

Subject about(const ReceiptPrinted& fact) { return wallet(fact.wallet); }
Subject about(const NoticeTextSet& fact) {
    return {SubjectKind::notice_text,
            std::string(to_text(fact.kind)) + "." + std::string(to_text(fact.language))};
}

/// Of a stranger there is no more to say than where they came.
template <class Fact>
    requires(is_about_operators<Fact> &&
             !is_one_of<Fact, RoleDefined, SigningKeyRotated, ReceiptPrinted, NoticeTextSet>)
Subject about(const Fact& fact) {
    return fact.who.is_empty() ? site() : Subject{SubjectKind::operator_, fact.who.text()};
}
Subject about(const AlarmRaised& fact) { return meter(fact.meter); }
Subject about(const AlarmCleared& fact) { return meter(fact.meter); }
Subject about(const ContactLost& fact) { return contact(fact.line, fact.meter); }
Subject about(const ContactRestored& fact) { return contact(fact.line, fact.meter); }
Subject about(const CreditLimitsSet& fact) { return wallet(fact.wallet); }
Subject about(const FeePublished& fact) { return {SubjectKind::fee, fact.fee.text()}; }
Subject about(const FeeAssigned& fact) { return wallet(fact.wallet); }
Subject about(const FeeCharged& fact) { return wallet(fact.wallet); }
Subject about(const FeesDrawn&) { return site(); }
Subject about(const ShiftOpened& fact) { return {SubjectKind::till, fact.till.text()}; }
Subject about(const ShiftClosed& fact) { return {SubjectKind::till, fact.till.text()}; }
Subject about(const PeriodClosed&) { return site(); }

}  // namespace

std::string_view name_of(const Payload& payload) {
    return std::visit([](const auto& fact) { return std::string_view(fact.event_name); }, payload);
}

Subject subject_of(const Payload& payload) {
    return std::visit([](const auto& fact) { return about(fact); }, payload);
}

}  // namespace ledger
