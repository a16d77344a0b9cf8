#include "projections/meter_states.hpp"

#include "ledger/events/groups.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/control/pending.hpp"
#include "ledger/rules/migration/carry_migration.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/key.hpp"
#include "projections/rows.hpp"

// "m" | meter  -> MeterRow
// "w" | wallet -> WalletRow
// "l" | line   -> "1" while contact with the whole line is lost
// "k" | line   -> LineCounts: its meters by the state they have while the line is there

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Key meter_key(const MeterId& meter) { return Key('m', meter); }
Key wallet_key(BytesView wallet) { return Key('w', wallet); }
Key line_key(const LineId& line) { return Key('l', line); }
Key count_key(const LineId& line) { return Key('k', line); }

struct LineCounts {
    std::map<MeterState, std::uint64_t> by_state;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("by_state", &LineCounts::by_state));
    }
};

/// Where and as what a meter is counted.
struct Counted {
    LineId line;
    MeterState state{};
    friend bool operator==(const Counted&, const Counted&) = default;
};

/// A retired meter is not counted.
Counted counted(const MeterRow& row) {
    return row.retired ? Counted{} : Counted{row.registered.line, row.state()};
}

bool is_counted_as(const Counted& where, const MeterRow& row) {
    if (row.retired) return where == Counted{};
    return where.state == row.state() && where.line == row.registered.line;
}

void count(Table& table, const Counted& where, std::int64_t more) {
    if (where.line.is_empty()) return;  // not registered yet, or retired
    auto& counts = table.change<LineCounts>(count_key(where.line));
    counts.by_state[where.state] += static_cast<std::uint64_t>(more);
}

/// One row is changed, and counted as what it is now.
template <class How>
void change(Table& table, const MeterId& meter, How&& how) {
    auto& row = table.change<MeterRow>(meter_key(meter));
    const Counted before = counted(row);
    how(row);
    if (is_counted_as(before, row)) return;
    count(table, before, -1);
    count(table, counted(row), 1);
}

template <class Fact>
constexpr bool says_nothing_of_a_meter =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_notices<Fact> ||
    is_about_money<Fact> || is_about_batches<Fact> ||
    is_one_of<Fact, SiteConfigured, ReadingQuarantined, QuarantineResolved, CommandSent,
              ChargeCorrected, PurchasesResolved>;

template <class Fact>
    requires says_nothing_of_a_meter<Fact>
void show(Table&, const Envelope&, const Fact&) {}

void show(Table& table, const Envelope&, const MeterRegistered& fact) {
    change(table, fact.meter, [&](MeterRow& row) {
        // Not the member's default: a word at its zero is not stored, and is read back as that.
        if (row.registered.meter.is_empty()) row.supply = CommandKind::restore_prepaid;
        row.registered = fact;
        row.retired = false;
    });
}

void show(Table& table, const Envelope&, const MeterRetired& fact) {
    change(table, fact.meter, [](MeterRow& row) {
        row.contact_lost = {};
        row.retired = true;
    });
}

void show(Table& table, const Envelope&, const ThresholdsSet& fact) {
    change(table, fact.meter, [&](MeterRow& row) { row.thresholds = fact; });
}

/// The next reading is compared with these registers: from here on the wall shows them.
void stand(MeterRow& row, const Registers& registers) {
    row.registers = registers;
    row.total = energy_of(registers, registers.total).value_or(Energy{});
}

void stand_since(MeterRow& row, const Envelope& envelope, const Registers& registers) {
    row.last_reading = envelope.position;
    row.last_read_at = envelope.occurred_at;
    stand(row, registers);
}

/// What a wallet holds, and which meters draw on it.
struct WalletRow {
    Money balance;
    std::vector<MeterId> meters;
    HeldRows::Last<MeterRow, MeterId> last_meter{};

    static constexpr void fields(auto&& visit) {
        visit(field<1>("balance", &WalletRow::balance), field<2>("meters", &WalletRow::meters));
    }
};

WalletRow& wallet_row(Table& table, BytesView wallet) {
    return table.change<WalletRow>(wallet_key(wallet));
}

void show(Table& table, const Envelope& envelope, const MeterAttached& fact) {
    WalletRow& wallet = wallet_row(table, fact.wallet.text());
    change(table, fact.meter, [&](MeterRow& row) {
        row.account = fact.account;
        row.wallet = fact.wallet;
        row.balance = wallet.balance;
        stand_since(row, envelope, fact.baseline);
    });
    wallet.meters.push_back(fact.meter);
}

void show(Table& table, const Envelope& envelope, const MeterDetached& fact) {
    change(table, fact.meter, [&](MeterRow& row) {
        row.account = {};
        row.wallet = {};
        row.balance = {};
        stand_since(row, envelope, fact.final);
    });
    std::erase(wallet_row(table, fact.wallet.text()).meters, fact.meter);
}

void show(Table& table, const Envelope& envelope, const ReadingRecorded& fact) {
    if (fact.use == ReadingUse::late || fact.use == ReadingUse::corrects) return;
    auto& row = table.change<MeterRow>(meter_key(fact.meter));  // in the same state as before
    stand_since(row, envelope, fact.registers);
    row.power_w = fact.seen.power_w;
    row.remaining_on_meter = fact.seen.remaining;
    row.purchase_count_on_meter = fact.seen.purchase_count;
    if (fact.seen.relay_closed) row.relay_closed = fact.seen.relay_closed;
}

void show(Table& table, const Envelope& envelope, const ReadingCorrected& fact) {
    change(table, fact.meter, [&](MeterRow& row) {
        if (row.registers != fact.stands) row.last_reading = envelope.position;
        stand(row, fact.stands);
    });
}

void show(Table& table, const Envelope& envelope, const EnergyEstimated& fact) {
    change(table, fact.meter, [&](MeterRow& row) { stand_since(row, envelope, row.registers); });
}

void show(Table& table, const Envelope& envelope, const RegisterRolledOver& fact) {
    change(table, fact.meter, [&](MeterRow& row) { stand_since(row, envelope, fact.registers); });
}

void show(Table& table, const Envelope& envelope, const MeterReset& fact) {
    change(table, fact.meter, [&](MeterRow& row) { stand_since(row, envelope, fact.after); });
}

void show(Table& table, const Envelope& envelope, const MeterReplaced& fact) {
    change(table, fact.meter, [&](MeterRow& row) {
        stand_since(row, envelope, fact.opening);
        put_device(row.registered, fact);
        row.relay_closed.reset();
    });
}

void show(Table& table, const Envelope& envelope, const TransformerRatioChanged& fact) {
    change(table, fact.meter, [&](MeterRow& row) {
        stand_since(row, envelope, fact.registers);
        row.registered.ct = fact.ct;
        row.registered.pt = fact.pt;
    });
}

void show(Table& table, const Envelope& envelope, const CommandRequested& fact) {
    change(table, fact.meter, [&](MeterRow& row) { row.pending[envelope.position] = fact.kind; });
}

void show(Table& table, const Envelope&, const CommandConfirmed& fact) {
    change(table, fact.meter, [&](MeterRow& row) {
        row.pending.erase(fact.command);
        if (is_about_supply(fact.kind)) row.supply = fact.kind;
        if (fact.relay_closed) row.relay_closed = fact.relay_closed;
    });
}

void show(Table& table, const Envelope&, const CommandFailed& fact) {
    change(table, fact.meter, [&](MeterRow& row) { row.pending.erase(fact.command); });
}

void show(Table& table, const Envelope&, const CommandExpired& fact) {
    change(table, fact.meter, [&](MeterRow& row) { row.pending.erase(fact.command); });
}

void show(Table& table, const Envelope&, const CommandCancelled& fact) {
    change(table, fact.meter, [&](MeterRow& row) { row.pending.erase(fact.command); });
}

void show(Table& table, const Envelope& envelope, const AlarmRaised& fact) {
    change(table, fact.meter, [&](MeterRow& row) { row.alarms[fact.kind] = envelope.position; });
}

void show(Table& table, const Envelope&, const AlarmCleared& fact) {
    change(table, fact.meter, [&](MeterRow& row) { row.alarms.erase(fact.kind); });
}

void show(Table& table, const Envelope& envelope, const ContactLost& fact) {
    const auto lose = [&](const MeterId& meter) {
        change(table, meter, [&](MeterRow& row) {
            row.contact_lost = envelope.position;
            row.contact_lost_at = envelope.occurred_at;
        });
    };
    if (!fact.meter.is_empty()) return lose(fact.meter);
    if (fact.meters.empty()) return table.put(line_key(fact.line), "1");
    for (const MeterId& meter : fact.meters) lose(meter);
}

void show(Table& table, const Envelope&, const ContactRestored& fact) {
    if (fact.meter.is_empty()) return table.put(line_key(fact.line), "");
    change(table, fact.meter, [&](MeterRow& row) { row.contact_lost = {}; });
}

/// Every meter that draws on a wallet shows its balance: by whom it was changed does not matter. It
/// is counted as before: its alarms are its state, not its balance.
void show_balance(Table& table, const Event& event) {
    for (const Side& side : entered(event.payload)) {
        if (side.account.of != BookAccount::Of::wallet) continue;
        WalletRow& wallet = wallet_row(table, side.account.name);
        wallet.balance -= side.amount;
        for (const MeterId& meter : wallet.meters) {
            const auto key = [&] { return meter_key(meter); };
            table.row(wallet.last_meter, meter, key).change().balance = wallet.balance;
        }
    }
}

bool is_line_lost(const Table& table, const LineId& line) {
    return table.find(line_key(line)) == "1";
}

bool is_wanted(const MeterRow& row, const MeterFilter& filter) {
    return (!filter.state || row.state() == *filter.state) &&
           (filter.line.is_empty() || row.registered.line == filter.line) &&
           (filter.building.is_empty() || row.registered.place.building == filter.building);
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
    auto row = row_in<MeterRow>(*known);
    if (row.retired) return std::nullopt;
    row.line_lost = is_line_lost(*table, row.registered.line);
    return row;
}

Page<MeterRow> MeterStates::list(const MeterFilter& filter) const {
    const auto table = live();
    Page<MeterRow> page;
    std::size_t looked_at = 0;
    std::string last;
    const Bytes from = "m" + filter.after + (filter.after.empty() ? "" : std::string(1, '\0'));
    table->ascend("m", from, [&](BytesView key, BytesView value) {
        const bool is_over = looked_at++ == most_looked_at;
        auto row = row_in<MeterRow>(value);
        row.line_lost = is_line_lost(*table, row.registered.line);
        const bool is_one = !is_over && !row.retired && is_wanted(row, filter);
        if (is_over || (is_one && page.rows.size() == filter.limit)) {
            page.next = last;
            return false;
        }
        if (is_one) page.rows.push_back(std::move(row));
        last = key.substr(1);
        return true;
    });
    return page;
}

/// While contact with a line is lost, every opened meter on it has that state.
MeterCounts MeterStates::counts() const {
    MeterCounts counts{};
    const auto table = live();
    table->ascend("k", "k", [&](BytesView key, BytesView value) {
        const bool is_lost = is_line_lost(*table, LineId(std::string(key.substr(1))));
        for (const auto& [state, meters] : row_in<LineCounts>(value).by_state) {
            const bool shows_line = is_lost && state != MeterState::not_opened;
            counts.at(static_cast<std::size_t>(shows_line ? MeterState::lost_contact : state)) +=
                meters;
        }
        return true;
    });
    return counts;
}

}  // namespace projections
