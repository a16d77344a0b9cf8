#include "projections/balances.hpp"

#include "ledger/rules/postings.hpp"
#include "projections/rows.hpp"

// "a" | account name             -> AccountRow
// "e" | number u32 | position u64 -> StatementEntry (of all but energy; its position is the key)
// "d" | number u32 | day u64      -> DayRow: what occurred on a day of UTC since 1970
// "n"                             -> how many accounts have a number

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;
using ledger::Money;
using ledger::Position;

/// An account's short number in the keys of its entries, and its balance.
struct AccountRow {
    std::uint32_t number{};
    Money balance;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("number", &AccountRow::number),
              ledger::field<2>("balance", &AccountRow::balance));
    }
};

/// What an account's entries of one day sum to, and between which positions they stand: what came
/// late stands among the entries of later days.
struct DayRow {
    Money sum;
    Position first;
    Position last;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("sum", &DayRow::sum), ledger::field<2>("first", &DayRow::first),
              ledger::field<3>("last", &DayRow::last));
    }
};

Bytes account_key(const std::string& account) { return "a" + account; }
Bytes account_key(const ledger::BookAccount& account) {
    Bytes key = "a";
    append(key, account);
    return key;
}

Bytes entries_prefix(std::uint32_t number) {
    Bytes key = "e";
    ledger::put_big_endian(number, key);
    return key;
}

Bytes entry_key(std::uint32_t number, Position position) {
    Bytes key = entries_prefix(number);
    ledger::put_big_endian(position.number, key);
    return key;
}

StatementEntry entry_in(BytesView key, BytesView value) {
    auto entry = row_in<StatementEntry>(value);
    entry.position = position_at_end(key);
    return entry;
}

/// No event occurred before the year 2000.
std::uint64_t day_of(ledger::Instant at) {
    constexpr std::int64_t micros_of_a_day = 86'400'000'000;
    return static_cast<std::uint64_t>(at.micros / micros_of_a_day);
}

Bytes days_prefix(std::uint32_t number) {
    Bytes key = "d";
    ledger::put_big_endian(number, key);
    return key;
}

Bytes day_key(std::uint32_t number, std::uint64_t day) {
    Bytes key = days_prefix(number);
    ledger::put_big_endian(day, key);
    return key;
}

void add_to_day(Table& table, std::uint32_t number, const StatementEntry& entry) {
    auto& row = table.change<DayRow>(day_key(number, day_of(entry.occurred_at)));
    if (row.first.is_none()) row.first = entry.position;
    row.last = entry.position;
    row.sum += entry.amount;
}

/// What occurred on that day until a moment of it.
Money sum_within(const Table& table, std::uint32_t number, const DayRow& day, ledger::Instant at) {
    Money sum;
    table.ascend(
        entries_prefix(number), entry_key(number, day.first), [&](BytesView key, BytesView value) {
            const StatementEntry entry = entry_in(key, value);
            if (entry.position > day.last) return false;
            const bool counts = entry.occurred_at <= at && day_of(entry.occurred_at) == day_of(at);
            if (counts) sum += entry.amount;
            return true;
        });
    return sum;
}

AccountRow& row_of(Table& table, const ledger::BookAccount& account) {
    auto& row = table.change<AccountRow>(account_key(account));
    if (row.number == 0) row.number = ++table.change<std::uint32_t>("n");
    return row;
}

using Of = ledger::BookAccount::Of;

bool has_statement(const ledger::BookAccount& account) { return account.of != Of::energy; }

/// A wallet is owed to its owner (a liability): its credit is the other side of its balance.
Money owned(const ledger::BookAccount& account, Money balance) {
    return account.of == Of::wallet ? -balance : balance;
}

/// The charge lines of an event that has some.
const std::vector<ledger::ChargeLine>* lines_of(const ledger::Payload& payload) {
    return std::visit(
        [](const auto& fact) -> const std::vector<ledger::ChargeLine>* {
            if constexpr (requires { fact.lines; }) return &fact.lines;
            return nullptr;
        },
        payload);
}

std::optional<EntryKind> kind_of(const ledger::Payload& payload) {
    if (std::holds_alternative<ledger::CreditSold>(payload)) return EntryKind::sale;
    if (std::holds_alternative<ledger::CreditRefunded>(payload)) return EntryKind::refund;
    if (std::holds_alternative<ledger::TransactionReversed>(payload)) return EntryKind::reversal;
    if (std::holds_alternative<ledger::ChargeCorrected>(payload)) return EntryKind::correction;
    if (lines_of(payload) != nullptr) return EntryKind::charge;
    if (std::holds_alternative<ledger::CreditTransferred>(payload)) return EntryKind::transfer;
    if (std::holds_alternative<ledger::BalanceAdjusted>(payload)) return EntryKind::adjustment;
    if (std::holds_alternative<ledger::AccountClosed>(payload)) return EntryKind::settlement;
    if (std::holds_alternative<ledger::FeeCharged>(payload)) return EntryKind::fee;
    if (std::holds_alternative<ledger::ShiftClosed>(payload)) return EntryKind::shift;
    if (std::holds_alternative<ledger::WalletSettled>(payload)) return EntryKind::settlement;
    if (std::holds_alternative<ledger::OpeningBalanceBroughtIn>(payload))
        return EntryKind::opening_balance;
    return std::nullopt;
}

ledger::Energy energy_of(const ledger::Payload& payload) {
    const auto* lines = lines_of(payload);
    return lines == nullptr ? ledger::Energy{} : ledger::energy_in(*lines);
}

std::uint64_t receipt_of(const ledger::Payload& payload) {
    const auto* sale = std::get_if<ledger::CreditSold>(&payload);
    return sale == nullptr ? 0 : sale->receipt_number;
}

}  // namespace

void Balances::fold(Table& table, const ledger::Event& event) const {
    Money sum;
    for (const ledger::Side& side : ledger::sides(event.payload)) {
        sum += side.amount;
        AccountRow& row = row_of(table, side.account);
        row.balance += side.amount;
        if (!has_statement(side.account)) continue;
        const auto kind = kind_of(event.payload);
        ledger::ensure(kind.has_value(), "every event that moves money has a kind of entry");
        const StatementEntry entry{event.envelope.position,
                                   *kind,
                                   owned(side.account, side.amount),
                                   owned(side.account, row.balance),
                                   event.envelope.occurred_at,
                                   energy_of(event.payload),
                                   receipt_of(event.payload),
                                   *kind == EntryKind::charge ? "" : event.envelope.actor.name};
        table.put(entry_key(row.number, event.envelope.position), ledger::wire::encode(entry));
        add_to_day(table, row.number, entry);
    }
    ledger::ensure(sum.is_zero(), "the postings of an event sum to zero");
}

std::optional<Money> Balances::balance(const std::string& account) const {
    const auto row = live()->find(account_key(account));
    return row ? std::optional(row_in<AccountRow>(*row).balance) : std::nullopt;
}

std::vector<AccountBalance> Balances::trial_balance() const {
    std::vector<AccountBalance> accounts;
    live()->ascend("a", "a", [&](BytesView key, BytesView value) {
        accounts.push_back({std::string(key.substr(1)), row_in<AccountRow>(value).balance});
        return true;
    });
    return accounts;
}

Money Balances::credit(const ledger::WalletId& wallet) const {
    return -balance(ledger::wallet_account(wallet)).value_or(Money{});
}

Money Balances::credit_at(const ledger::WalletId& wallet, Position at) const {
    const auto entries = statement(wallet, at.next(), 1);
    return entries.empty() ? Money{} : entries.front().balance_after;
}

Money Balances::credit_at(const ledger::WalletId& wallet, ledger::Instant at) const {
    const auto table = live();
    const auto row = table->find(account_key(ledger::wallet_account(wallet)));
    if (!row) return {};
    const std::uint32_t number = row_in<AccountRow>(*row).number;
    Money sum;
    const Bytes prefix = days_prefix(number);
    const Bytes last = day_key(number, day_of(at));
    table->ascend(prefix, prefix, [&](BytesView key, BytesView value) {
        if (key > last) return false;
        const auto day = row_in<DayRow>(value);
        sum += key == last ? sum_within(*table, number, day, at) : day.sum;
        return true;
    });
    return sum;
}

std::vector<StatementEntry> Balances::statement(const ledger::WalletId& wallet, Position before,
                                                std::size_t limit) const {
    return statement(ledger::wallet_account(wallet), before, limit);
}

bool Balances::keeps_statement(const std::string& account) {
    return account != ledger::to_text(ledger::BookAccount{Of::energy, {}});
}

std::vector<StatementEntry> Balances::statement(const std::string& account, Position before,
                                                std::size_t limit) const {
    const auto table = live();
    const auto row = table->find(account_key(account));
    if (!row) return {};
    const std::uint32_t number = row_in<AccountRow>(*row).number;
    const Position newest{before.is_none() ? UINT64_MAX : before.number - 1};
    std::vector<StatementEntry> entries;
    table->descend(entries_prefix(number), entry_key(number, newest),
                   [&](BytesView key, BytesView value) {
                       if (entries.size() == limit) return false;
                       entries.push_back(entry_in(key, value));
                       return true;
                   });
    return entries;
}

}  // namespace projections
