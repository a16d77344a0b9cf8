#include "projections/meter_states.hpp"

#include "ledger/events/wire.hpp"
#include "ledger/rules/control/pending.hpp"
#include "ledger/rules/postings.hpp"

// "m" | meter  -> MeterRow
// "w" | wallet -> WalletRow
// "l" | line   -> "1" while contact with the whole line is lost

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes meter_key(const MeterId& meter) { return "m" + meter.text(); }
Bytes wallet_key(const WalletId& wallet) { return "w" + wallet.text(); }
Bytes line_key(const LineId& line) { return "l" + line.text(); }

MeterRow row_in(BytesView bytes) {
    auto row = wire::decode<MeterRow>(bytes);
    ensure(row.has_value(), "a projection reads what it wrote");
    return std::move(*row);
}

/// One row that is changed and put back.
class Change {
public:
    Change(Table& table, const MeterId& meter) : table_(table), key_(meter_key(meter)) {
        if (const auto known = table.get(key_)) row_ = row_in(*known);
    }
    ~Change() { table_.put(key_, wire::encode(row_)); }
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;
    MeterRow* operator->() { return &row_; }

private:
    Table& table_;
    Bytes key_;
    MeterRow row_;
};

template <class Fact>
constexpr bool says_nothing_of_a_meter =
    is_one_of<Fact, SiteConfigured, BuildingRegistered, GatewayRegistered, LineRegistered,
              TariffPublished, TariffAssigned, CustomerRegistered, CalendarPublished, AccountOpened,
              AccountClosed, AccountTransferred, CreditTransferred, BalanceAdjusted,
              AdjustmentProposed, AdjustmentDeclined, CreditSold, CreditRefunded,
              TransactionReversed, ReadingQuarantined, QuarantineResolved, MeterReset,
              RegisterRolledOver, EnergyEstimated, CommandSent, CreditLimitsSet, FeePublished,
              FeeAssigned, FeeCharged, ShiftOpened, ShiftClosed, PeriodClosed, CustomerForgotten,
              AccountPrepared, PreparationWithdrawn, OpeningBalanceBroughtIn, WalletSettled,
              ReadingCorrected, ChargeCorrected, BatchRequested, BatchRowRefused, BatchCancelled,
              PurchasesResolved, NoticeQueued, NoticeDelivered, NoticeFailed>;

template <class Fact>
    requires says_nothing_of_a_meter<Fact>
void show(Table&, const Envelope&, const Fact&) {}

void show(Table& table, const Envelope&, const MeterRegistered& fact) {
    Change row(table, fact.meter);
    // Not the member's default: a word at its zero is not stored, and is read back as the default.
    if (row->registered.meter.is_empty()) row->supply = CommandKind::restore_prepaid;
    row->registered = fact;
}

void show(Table& table, const Envelope&, const ThresholdsSet& fact) {
    Change(table, fact.meter)->thresholds = fact;
}

/// What a wallet holds, and which meters draw on it.
struct WalletRow {
    Money balance;
    std::vector<MeterId> meters;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("balance", &WalletRow::balance), field<2>("meters", &WalletRow::meters));
    }
};

WalletRow wallet_row(const Table& table, const WalletId& wallet) {
    const auto known = table.get(wallet_key(wallet));
    return known ? wire::decode<WalletRow>(*known).value() : WalletRow{};
}

void show(Table& table, const Envelope&, const MeterAttached& fact) {
    Change row(table, fact.meter);
    row->account = fact.account;
    row->wallet = fact.wallet;
    WalletRow wallet = wallet_row(table, fact.wallet);
    row->balance = wallet.balance;
    wallet.meters.push_back(fact.meter);
    table.put(wallet_key(fact.wallet), wire::encode(wallet));
}

void show(Table& table, const Envelope&, const MeterDetached& fact) {
    Change row(table, fact.meter);
    row->account = {};
    row->wallet = {};
    row->balance = {};
    WalletRow wallet = wallet_row(table, fact.wallet);
    std::erase(wallet.meters, fact.meter);
    table.put(wallet_key(fact.wallet), wire::encode(wallet));
}

void show(Table& table, const Envelope& envelope, const ReadingRecorded& fact) {
    if (fact.use == ReadingUse::late || fact.use == ReadingUse::corrects) return;
    Change row(table, fact.meter);
    row->last_reading = envelope.position;
    row->last_read_at = envelope.occurred_at;
    const Registers& registers = fact.registers;
    row->total =
        Energy{static_cast<std::int64_t>(registers.total * registers.step_wh * registers.ratio)};
    row->power_w = fact.seen.power_w;
    row->remaining_on_meter = fact.seen.remaining;
    row->purchase_count_on_meter = fact.seen.purchase_count;
    if (fact.seen.relay_closed) row->relay_closed = fact.seen.relay_closed;
}

void show(Table& table, const Envelope&, const MeterReplaced& fact) {
    Change row(table, fact.meter);
    MeterRegistered& device = row->registered;
    device.number = fact.number;
    device.profile = fact.profile;
    device.unit = fact.unit;
    device.ct = fact.ct;
    device.pt = fact.pt;
    device.rated_power_w = fact.rated_power_w;
    device.has_relay = fact.has_relay;
    row->relay_closed.reset();
}

void show(Table& table, const Envelope&, const TransformerRatioChanged& fact) {
    Change row(table, fact.meter);
    row->registered.ct = fact.ct;
    row->registered.pt = fact.pt;
}

void show(Table& table, const Envelope& envelope, const CommandRequested& fact) {
    Change(table, fact.meter)->pending[envelope.position] = fact.kind;
}

void show(Table& table, const Envelope&, const CommandConfirmed& fact) {
    Change row(table, fact.meter);
    row->pending.erase(fact.command);
    if (is_about_supply(fact.kind)) row->supply = fact.kind;
    if (fact.relay_closed) row->relay_closed = fact.relay_closed;
}

void show(Table& table, const Envelope&, const CommandFailed& fact) {
    Change(table, fact.meter)->pending.erase(fact.command);
}

void show(Table& table, const Envelope&, const CommandExpired& fact) {
    Change(table, fact.meter)->pending.erase(fact.command);
}

void show(Table& table, const Envelope&, const CommandCancelled& fact) {
    Change(table, fact.meter)->pending.erase(fact.command);
}

void show(Table& table, const Envelope& envelope, const AlarmRaised& fact) {
    Change(table, fact.meter)->alarms[fact.kind] = envelope.position;
}

void show(Table& table, const Envelope&, const AlarmCleared& fact) {
    Change(table, fact.meter)->alarms.erase(fact.kind);
}

void show(Table& table, const Envelope& envelope, const ContactLost& fact) {
    if (fact.meter.is_empty()) return table.put(line_key(fact.line), "1");
    Change row(table, fact.meter);
    row->contact_lost = envelope.position;
    row->contact_lost_at = envelope.occurred_at;
}

void show(Table& table, const Envelope&, const ContactRestored& fact) {
    if (fact.meter.is_empty()) return table.put(line_key(fact.line), "");
    Change(table, fact.meter)->contact_lost = {};
}

/// Every meter that draws on a wallet shows its balance: by whom it was changed does not matter.
void show_balance(Table& table, const Event& event) {
    for (const WalletChange& change : wallet_changes(event.payload)) {
        WalletRow wallet = wallet_row(table, change.wallet);
        wallet.balance += change.amount;
        table.put(wallet_key(change.wallet), wire::encode(wallet));
        for (const MeterId& meter : wallet.meters) Change(table, meter)->balance = wallet.balance;
    }
}

bool is_line_lost(const Table& table, const LineId& line) {
    return table.find(line_key(line)) == "1";
}

}  // namespace

MeterState MeterRow::state() const {
    if (account.is_empty()) return MeterState::not_opened;
    if (!contact_lost.is_none() || line_lost) return MeterState::lost_contact;
    if (alarms.contains(AlarmKind::arrears)) return MeterState::arrears;
    if (alarms.contains(AlarmKind::balance_very_low)) return MeterState::alarm2;
    if (alarms.contains(AlarmKind::balance_low)) return MeterState::alarm1;
    return MeterState::open;
}

void MeterStates::fold(Table& table, const Event& event) const {
    std::visit([&](const auto& fact) { show(table, event.envelope, fact); }, event.payload);
    show_balance(table, event);
}

std::optional<MeterRow> MeterStates::of(const MeterId& meter) const {
    const auto table = live();
    const auto known = table->find(meter_key(meter));
    if (!known) return std::nullopt;
    MeterRow row = row_in(*known);
    row.line_lost = is_line_lost(*table, row.registered.line);
    return row;
}

Page<MeterRow> MeterStates::list(const MeterFilter& filter) const {
    const auto table = live();
    Page<MeterRow> page;
    const Bytes from = "m" + filter.after + (filter.after.empty() ? "" : std::string(1, '\0'));
    table->ascend("m", from, [&](BytesView, BytesView value) {
        MeterRow row = row_in(value);
        row.line_lost = is_line_lost(*table, row.registered.line);
        const bool wanted =
            (!filter.state || row.state() == *filter.state) &&
            (filter.line.is_empty() || row.registered.line == filter.line) &&
            (filter.building.is_empty() || row.registered.place.building == filter.building);
        if (!wanted) return true;
        if (page.rows.size() == filter.limit) {
            page.next = page.rows.back().registered.meter.text();
            return false;
        }
        page.rows.push_back(std::move(row));
        return true;
    });
    return page;
}

std::array<std::size_t, 6> MeterStates::counts() const {
    std::array<std::size_t, 6> counts{};
    const auto table = live();
    table->ascend("m", "m", [&](BytesView, BytesView value) {
        MeterRow row = row_in(value);
        row.line_lost = is_line_lost(*table, row.registered.line);
        ++counts.at(static_cast<std::size_t>(row.state()));
        return true;
    });
    return counts;
}

}  // namespace projections
