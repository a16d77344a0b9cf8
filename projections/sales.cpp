#include "projections/sales.hpp"

#include "ledger/events/groups.hpp"
#include "projections/open_shifts.hpp"
#include "projections/rows.hpp"

// "t" | position u64                 -> TransactionRow
// "w" | wallet | zero | position u64 -> "" for each of a wallet
// "h" | shift u64 | position u64     -> "" for each in a shift
// "o" | teller's name                -> position u64 of the open shift, or 0

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr const char* rows = "t";

TransactionRow& known(Table& table, Position position) {
    return known_row<TransactionRow>(table, rows, position);
}

Bytes shift_list(Position shift) { return position_key("h", shift); }

/// A row that is new.
void put_new(Table& table, const TransactionRow& row) {
    table.put(position_key(rows, row.position), wire::encode(row));
    table.put(position_key(list_prefix('w', row.wallet.text()), row.position), "");
    if (!row.shift.is_none()) table.put(position_key(shift_list(row.shift), row.position), "");
}

TransactionRow begun(const Table& table, const Envelope& envelope, TransactionType type) {
    TransactionRow row;
    row.shift = open_shift(table, envelope.actor.name);
    row.position = envelope.position;
    row.type = type;
    row.occurred_at = envelope.occurred_at;
    row.actor = envelope.actor.name;
    row.reason = envelope.reason;
    return row;
}

template <class Fact>
constexpr bool is_no_transaction =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_commands<Fact> ||
    is_about_alarms<Fact> || is_about_notices<Fact> || is_about_meters<Fact> ||
    is_about_batches<Fact> ||
    is_one_of<Fact, SiteConfigured, AccountClosed, CreditTransferred, BalanceAdjusted,
              AdjustmentProposed, AdjustmentDeclined, ShiftClosed, FeeCharged,
              OpeningBalanceBroughtIn, WalletSettled, PurchasesResolved>;

template <class Fact>
    requires is_no_transaction<Fact>
void list_it(Table&, const Envelope&, const Fact&) {}

void list_it(Table& table, const Envelope& envelope, const CreditSold& fact) {
    TransactionRow row = begun(table, envelope, TransactionType::sale);
    row.wallet = fact.wallet;
    row.amount = fact.amount;
    row.method = fact.method;
    row.fee = fact.fee;
    row.paid = fact.amount + fact.fee;
    row.receipt_number = fact.receipt_number;
    row.recharge_count = fact.recharge_count;
    row.balance_after = fact.balance_after;
    put_new(table, row);
}

void list_it(Table& table, const Envelope& envelope, const CreditRefunded& fact) {
    TransactionRow row = begun(table, envelope, TransactionType::refund);
    row.wallet = fact.wallet;
    row.amount = fact.amount;
    row.method = fact.method;
    row.paid = fact.amount;
    row.balance_after = fact.balance_after;
    row.of = fact.sale;
    put_new(table, row);
    known(table, fact.sale).refunded += fact.amount;
}

void list_it(Table& table, const Envelope& envelope, const TransactionReversed& fact) {
    TransactionRow row = begun(table, envelope, TransactionType::reversal);
    row.wallet = fact.wallet;
    row.amount = fact.amount;
    row.method = fact.method;
    row.fee = fact.fee;
    row.paid = fact.amount + fact.fee;
    row.balance_after = fact.balance_after;
    row.of = fact.transaction;
    put_new(table, row);
    TransactionRow& undone = known(table, fact.transaction);
    undone.reversed_by = envelope.position;
    if (fact.kind == TransactionKind::sale) return;
    known(table, undone.of).refunded -= fact.amount;
}

}  // namespace

void Sales::fold(Table& table, const Event& event) const {
    note_shift(table, event);
    std::visit([&](const auto& fact) { list_it(table, event.envelope, fact); }, event.payload);
}

std::optional<TransactionRow> Sales::of(Position transaction) const {
    return row_of<TransactionRow>(*live(), rows, transaction);
}

Page<TransactionRow> Sales::list(const TransactionFilter& filter) const {
    Listing listing{rows, "", filter.before, filter.limit};
    if (!filter.shift.is_none()) listing.list = shift_list(filter.shift);
    if (!filter.wallet.is_empty()) listing.list = list_prefix('w', filter.wallet.text());
    return newest_first<TransactionRow>(*live(), listing, [&](const TransactionRow& row) {
        return (filter.shift.is_none() || row.shift == filter.shift) &&
               (!filter.type || row.type == *filter.type);
    });
}

}  // namespace projections
