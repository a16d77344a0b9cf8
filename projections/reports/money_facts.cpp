#include "projections/reports/money_facts.hpp"

#include "ledger/events/groups.hpp"
#include "ledger/values/one_of.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

using Records = std::vector<MoneyRecord>;

MoneyRecord record_of(RecordKind kind, const WalletId& wallet, Money amount, Money balance_after) {
    MoneyRecord record;
    record.kind = kind;
    record.wallet = wallet;
    record.amount = amount;
    record.balance_after = balance_after;
    return record;
}

Records made_by(const CreditSold& fact) {
    MoneyRecord record = record_of(RecordKind::sale, fact.wallet, fact.amount, fact.balance_after);
    record.method = fact.method;
    record.fee = fact.fee;
    record.paid = fact.amount + fact.fee;
    record.receipt_number = fact.receipt_number;
    record.recharge_count = fact.recharge_count;
    return {record};
}

Records made_by(const CreditRefunded& fact) {
    MoneyRecord record =
        record_of(RecordKind::refund, fact.wallet, -fact.amount, fact.balance_after);
    record.method = fact.method;
    record.paid = -fact.amount;
    record.of = fact.sale;
    return {record};
}

Records made_by(const TransactionReversed& fact) {
    const bool is_of_sale = fact.kind == TransactionKind::sale;
    const Money amount = is_of_sale ? -fact.amount : fact.amount;
    MoneyRecord record = record_of(RecordKind::reversal, fact.wallet, amount, fact.balance_after);
    record.method = fact.method;
    record.fee = -fact.fee;
    record.paid = amount - fact.fee;
    record.of = fact.transaction;
    record.note = to_text(fact.kind);
    return {record};
}

MoneyRecord settled(const auto& each) {
    MoneyRecord record =
        record_of(RecordKind::settlement, each.wallet, -(each.paid_out + each.rounding), {});
    record.method = each.method;
    record.paid = -each.paid_out;
    return record;
}

Records made_by(const WalletSettled& fact) { return {settled(fact)}; }

Records made_by(const AccountClosed& fact) {
    Records records;
    for (const Settlement& each : fact.settlements) records.push_back(settled(each));
    return records;
}

Records made_by(const BalanceAdjusted& fact) {
    MoneyRecord record =
        record_of(RecordKind::adjustment, fact.wallet, fact.amount, fact.balance_after);
    record.of = fact.proposal;
    record.note = to_text(fact.kind);
    return {record};
}

Records made_by(const OpeningBalanceBroughtIn& fact) {
    MoneyRecord record =
        record_of(RecordKind::opening_balance, fact.wallet, fact.amount, fact.balance_after);
    record.note = fact.source + " " + fact.reference;
    return {record};
}

Records made_by(const CreditTransferred& fact) {
    MoneyRecord from =
        record_of(RecordKind::transfer, fact.from, -fact.amount, fact.from_balance_after);
    from.note = fact.to.text();
    MoneyRecord to = record_of(RecordKind::transfer, fact.to, fact.amount, fact.to_balance_after);
    to.note = fact.from.text();
    return {from, to};
}

Records made_by(const FeeCharged& fact) {
    MoneyRecord record = record_of(RecordKind::fee, fact.wallet, -fact.amount, fact.balance_after);
    record.note = fact.fee.text();
    return {record};
}

/// Energy has readings and lines of its own; what a till misses is of its shift.
template <class Fact>
constexpr bool makes_no_record =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_commands<Fact> ||
    is_about_alarms<Fact> || is_about_notices<Fact> || is_about_meters<Fact> ||
    is_about_batches<Fact> ||
    is_one_of<Fact, SiteConfigured, AdjustmentProposed, AdjustmentDeclined, ShiftClosed,
              PurchasesResolved>;

template <class Fact>
    requires makes_no_record<Fact>
Records made_by(const Fact&) {
    return {};
}

}  // namespace

std::vector<MoneyRecord> records_of(const Event& event) {
    Records records = std::visit([](const auto& fact) { return made_by(fact); }, event.payload);
    for (MoneyRecord& each : records) {
        each.position = event.envelope.position;
        each.actor = event.envelope.actor.name;
        each.reason = event.envelope.reason;
        each.recorded_at = event.envelope.recorded_at;
        each.occurred_at = event.envelope.occurred_at;
    }
    return records;
}

}  // namespace projections
