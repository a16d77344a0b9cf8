#include "projections/sales.hpp"

#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"

// "t" | position u64  -> TransactionRow
// "s" | teller's name -> position u64 of the open shift, or 0

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes transaction_key(Position position) {
    Bytes key = "t";
    put_big_endian(position.number, key);
    return key;
}

TransactionRow row_in(BytesView bytes) {
    auto row = wire::decode<TransactionRow>(bytes);
    ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

TransactionRow known(const Table& table, Position position) {
    const auto row = table.get(transaction_key(position));
    ensure(row.has_value(), "a transaction comes before what refers to it");
    return row_in(*row);
}

void put(Table& table, const TransactionRow& row) {
    table.put(transaction_key(row.position), wire::encode(row));
}

Bytes shift_key(const std::string& teller) { return "s" + teller; }

Position open_shift(const Table& table, const std::string& teller) {
    const auto known = table.get(shift_key(teller));
    if (!known) return {};
    BytesView bytes = *known;
    return {take_big_endian<std::uint64_t>(bytes)};
}

TransactionRow row_of(const Table& table, const Envelope& envelope, TransactionType type) {
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
    is_one_of<Fact, SiteConfigured, BuildingRegistered, GatewayRegistered, LineRegistered,
              MeterRegistered, TariffPublished, TariffAssigned, ThresholdsSet, CustomerRegistered,
              CalendarPublished, AccountOpened, MeterAttached, MeterDetached, AccountClosed,
              AccountTransferred, CreditTransferred, BalanceAdjusted, AdjustmentProposed,
              AdjustmentDeclined, ReadingRecorded, ReadingQuarantined, QuarantineResolved,
              MeterReset, TransformerRatioChanged, MeterReplaced, RegisterRolledOver,
              EnergyEstimated, CommandRequested, CommandSent, CommandConfirmed, CommandFailed,
              CommandExpired, CommandCancelled, AlarmRaised, AlarmCleared, ContactLost,
              ContactRestored, CreditLimitsSet, FeePublished, FeeAssigned, FeeCharged, PeriodClosed,
              CustomerForgotten, AccountPrepared, PreparationWithdrawn, OpeningBalanceBroughtIn,
              WalletSettled, ReadingCorrected, ChargeCorrected, BatchRequested, BatchRowRefused,
              BatchCancelled, PurchasesResolved, NoticeQueued, NoticeDelivered, NoticeFailed>;

template <class Fact>
    requires is_no_transaction<Fact>
void list_it(Table&, const Envelope&, const Fact&) {}

void note_shift(Table& table, const OperatorId& teller, Position shift) {
    Bytes position;
    put_big_endian(shift.number, position);
    table.put(shift_key(teller.text()), position);
}

void list_it(Table& table, const Envelope& envelope, const ShiftOpened& fact) {
    note_shift(table, fact.teller, envelope.position);
}

void list_it(Table& table, const Envelope&, const ShiftClosed& fact) {
    note_shift(table, fact.teller, {});
}

void list_it(Table& table, const Envelope& envelope, const CreditSold& fact) {
    TransactionRow row = row_of(table, envelope, TransactionType::sale);
    row.wallet = fact.wallet;
    row.amount = fact.amount;
    row.method = fact.method;
    row.fee = fact.fee;
    row.paid = fact.amount + fact.fee;
    row.receipt_number = fact.receipt_number;
    row.recharge_count = fact.recharge_count;
    row.balance_after = fact.balance_after;
    put(table, row);
}

void list_it(Table& table, const Envelope& envelope, const CreditRefunded& fact) {
    TransactionRow row = row_of(table, envelope, TransactionType::refund);
    row.wallet = fact.wallet;
    row.amount = fact.amount;
    row.method = fact.method;
    row.paid = fact.amount;
    row.balance_after = fact.balance_after;
    row.of = fact.sale;
    put(table, row);
    TransactionRow sale = known(table, fact.sale);
    sale.refunded += fact.amount;
    put(table, sale);
}

void list_it(Table& table, const Envelope& envelope, const TransactionReversed& fact) {
    TransactionRow row = row_of(table, envelope, TransactionType::reversal);
    row.wallet = fact.wallet;
    row.amount = fact.amount;
    row.method = fact.method;
    row.fee = fact.fee;
    row.paid = fact.amount + fact.fee;
    row.balance_after = fact.balance_after;
    row.of = fact.transaction;
    put(table, row);
    TransactionRow undone = known(table, fact.transaction);
    undone.reversed_by = envelope.position;
    put(table, undone);
    if (fact.kind == TransactionKind::sale) return;
    TransactionRow sale = known(table, undone.of);
    sale.refunded -= fact.amount;
    put(table, sale);
}

}  // namespace

void Sales::fold(Table& table, const Event& event) const {
    std::visit([&](const auto& fact) { list_it(table, event.envelope, fact); }, event.payload);
}

std::optional<TransactionRow> Sales::of(Position transaction) const {
    const auto row = live()->find(transaction_key(transaction));
    return row ? std::optional(row_in(*row)) : std::nullopt;
}

Page<TransactionRow> Sales::list(const TransactionFilter& filter) const {
    Page<TransactionRow> page;
    const Position newest{filter.before.is_none() ? UINT64_MAX : filter.before.number - 1};
    live()->descend("t", transaction_key(newest), [&](BytesView, BytesView value) {
        TransactionRow row = row_in(value);
        const bool wanted = (filter.wallet.is_empty() || row.wallet == filter.wallet) &&
                            (filter.shift.is_none() || row.shift == filter.shift) &&
                            (!filter.type || row.type == *filter.type);
        if (!wanted) return true;
        if (page.rows.size() == filter.limit) {
            page.next = std::to_string(page.rows.back().position.number);
            return false;
        }
        page.rows.push_back(std::move(row));
        return true;
    });
    return page;
}

}  // namespace projections
