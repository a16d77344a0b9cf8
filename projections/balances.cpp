#include "projections/balances.hpp"

#include <ranges>

#include "ledger/rules/postings.hpp"
#include "projections/key.hpp"
#include "projections/rows.hpp"

// "a" | account name              -> AccountRow
// "e" | number u32 | position u64 -> Block: entries one after the other, the first at this position
//                                    (of all accounts but that of energy)
// "d" | number u32 | day u64      -> DayRow: what occurred on a day of UTC since 1970
// "n"                             -> how many accounts have a number

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;
using ledger::Money;
using ledger::Position;

/// What an account's entries of one day sum to, and where they stand: what came late stands among
/// the entries of later days.
struct DayRow {
    Money sum;
    Position first;  ///< block
    Position last;   ///< entry

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("sum", &DayRow::sum), ledger::field<2>("first", &DayRow::first),
              ledger::field<3>("last", &DayRow::last));
    }
};

/// An account's short number in the keys of its entries, its balance, and the block that its next
/// entry belongs to.
struct AccountRow {
    std::uint32_t number{};
    Money balance;
    Position block;
    std::uint32_t entries_in_block{};
    HeldRows::Last<Bytes, Position> last_block{};
    HeldRows::Last<DayRow, std::uint64_t> last_day{};

    static constexpr void fields(auto&& visit) {
        using T = AccountRow;
        using ledger::field;
        visit(field<1>("number", &T::number), field<2>("balance", &T::balance),
              field<3>("block", &T::block), field<4>("entries_in_block", &T::entries_in_block));
    }
};

/// So many entries share a row: half of them are read and written once more where every event is
/// committed by itself, and the rows are so many fewer wherever many are.
constexpr std::uint32_t entries_of_a_block = 16;

/// An entry as it stands in a block, with its position.
struct KeptEntry : StatementEntry {
    static constexpr void fields(auto&& visit) {
        StatementEntry::fields([&](const auto&... each) {
            visit(ledger::field<1>("position", &StatementEntry::position), each...);
        });
    }
};

struct Block {
    std::vector<KeptEntry> entries;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("entries", &Block::entries));
    }
};

/// No event occurred before the year 2000.
std::uint64_t day_of(ledger::Instant at) {
    constexpr std::int64_t micros_of_a_day = 86'400'000'000;
    return static_cast<std::uint64_t>(at.micros / micros_of_a_day);
}

Key account_key(const std::string& account) { return Key('a', account); }
Key entries_prefix(std::uint32_t number) { return Key('e', number); }
Key block_key(std::uint32_t number, Position first) { return Key('e', number, first); }
Key days_prefix(std::uint32_t number) { return Key('d', number); }
Key day_key(std::uint32_t number, std::uint64_t day) { return Key('d', number, day); }

/// Entries in a row are written one behind the other, which is how a list of records is written.
void add_to_block(Table& table, AccountRow& row, const KeptEntry& entry) {
    if (row.entries_in_block % entries_of_a_block == 0) {
        row.block = entry.position;
        row.entries_in_block = 0;
    }
    ++row.entries_in_block;
    thread_local Bytes written;
    ledger::wire::write(written, [&](auto& pen) { ledger::wire::put_element<1>(entry, pen); });
    const auto key = [&] { return block_key(row.number, row.block); };
    Bytes& block = table.row(row.last_block, row.block, key).change();
    if (block.empty()) block.reserve(entries_of_a_block * written.size());  // they are much alike
    block += written;
}

void add_to_day(Table& table, AccountRow& row, const StatementEntry& entry) {
    const std::uint64_t number = day_of(entry.occurred_at);
    const auto key = [&] { return day_key(row.number, number); };
    DayRow& day = table.row(row.last_day, number, key).change();
    if (day.first.is_none()) day.first = row.block;
    day.last = entry.position;
    day.sum += entry.amount;
}

/// What occurred on that day until a moment of it.
Money sum_within(const Table& table, std::uint32_t number, const DayRow& day, ledger::Instant at) {
    Money sum;
    table.ascend(entries_prefix(number), block_key(number, day.first),
                 [&](BytesView, BytesView value) {
                     const auto block = row_in<Block>(value);
                     for (const StatementEntry& entry : block.entries) {
                         if (entry.position > day.last) return false;
                         const bool counts =
                             entry.occurred_at <= at && day_of(entry.occurred_at) == day_of(at);
                         if (counts) sum += entry.amount;
                     }
                     return true;
                 });
    return sum;
}

AccountRow& row_of(Table& table, const ledger::BookAccount& account) {
    auto& row = table.change<AccountRow>(Key('a', account));
    if (row.number == 0) row.number = ++table.change<std::uint32_t>("n");
    return row;
}

using Of = ledger::BookAccount::Of;

bool has_statement(const ledger::BookAccount& account) { return account.of != Of::energy; }

/// A wallet is owed to its owner (a liability): its credit is the other side of its balance.
Money owned(const ledger::BookAccount& account, Money balance) {
    return account.of == Of::wallet ? -balance : balance;
}

template <class Fact>
constexpr std::optional<EntryKind> kind_of() {
    if constexpr (std::is_same_v<Fact, ledger::CreditSold>) return EntryKind::sale;
    if constexpr (std::is_same_v<Fact, ledger::CreditRefunded>) return EntryKind::refund;
    if constexpr (std::is_same_v<Fact, ledger::TransactionReversed>) return EntryKind::reversal;
    if constexpr (std::is_same_v<Fact, ledger::ChargeCorrected>) return EntryKind::correction;
    if constexpr (ledger::is_one_of<Fact, ledger::ReadingRecorded, ledger::EnergyEstimated,
                                    ledger::RegisterRolledOver>)
        return EntryKind::charge;
    if constexpr (std::is_same_v<Fact, ledger::CreditTransferred>) return EntryKind::transfer;
    if constexpr (std::is_same_v<Fact, ledger::BalanceAdjusted>) return EntryKind::adjustment;
    if constexpr (ledger::is_one_of<Fact, ledger::AccountClosed, ledger::WalletSettled>)
        return EntryKind::settlement;
    if constexpr (std::is_same_v<Fact, ledger::FeeCharged>) return EntryKind::fee;
    if constexpr (std::is_same_v<Fact, ledger::ShiftClosed>) return EntryKind::shift;
    if constexpr (std::is_same_v<Fact, ledger::OpeningBalanceBroughtIn>)
        return EntryKind::opening_balance;
    return std::nullopt;
}

/// What an event's entries have in common: all but the amounts.
KeptEntry entry_of(const ledger::Event& event) {
    KeptEntry entry{};
    entry.position = event.envelope.position;
    entry.occurred_at = event.envelope.occurred_at;
    std::visit(
        [&]<class Fact>(const Fact& fact) {
            constexpr auto kind = kind_of<Fact>();
            ledger::ensure(kind.has_value(), "every event that moves money has a kind of entry");
            entry.kind = kind.value_or(EntryKind{});
            if constexpr (requires { fact.lines; }) entry.energy = ledger::energy_in(fact.lines);
            if constexpr (kind == EntryKind::sale) entry.receipt_number = fact.receipt_number;
        },
        event.payload);
    if (entry.kind != EntryKind::charge) entry.actor = event.envelope.actor.name;
    return entry;
}

}  // namespace

void Balances::fold(Table& table, const ledger::Event& event) const {
    const ledger::Sides posted = ledger::sides(event.payload);
    if (posted.empty()) return;
    KeptEntry entry = entry_of(event);
    Money sum;
    for (const ledger::Side& side : posted) {
        sum += side.amount;
        AccountRow& row = row_of(table, side.account);
        row.balance += side.amount;
        if (!has_statement(side.account)) continue;
        entry.amount = owned(side.account, side.amount);
        entry.balance_after = owned(side.account, row.balance);
        add_to_block(table, row, entry);
        add_to_day(table, row, entry);
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
    const Key prefix = days_prefix(number);
    const Key last_key = day_key(number, day_of(at));
    const BytesView last = last_key;
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
    table->descend(entries_prefix(number), block_key(number, newest),
                   [&](BytesView, BytesView value) {
                       auto block = row_in<Block>(value);
                       for (KeptEntry& each : block.entries | std::views::reverse) {
                           if (entries.size() == limit) return false;
                           if (each.position <= newest) entries.push_back(std::move(each));
                       }
                       return true;
                   });
    return entries;
}

}  // namespace projections
