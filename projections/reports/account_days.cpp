#include "projections/reports/account_days.hpp"

#include <algorithm>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/reports/wallet_moves.hpp"

// "b…", "p…", "w…"               -> booking, places, holders
// "n" | account                  -> AccountNow
// "a" | account | zero | day u32 -> AccountSums, as below: of the day, and the balance behind it

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

// In the numbers of a day: every Movement, and behind them
constexpr std::size_t debit_at = movements_count;
constexpr std::size_t credit_at = debit_at + 1;
constexpr std::size_t balance_at = credit_at + 1;
constexpr std::size_t misstated_at = balance_at + 1;

/// The balance of an account now, and the day that it was booked on last.
struct AccountNow {
    Money balance;
    HeldRows::Last<AccountSums, Day> last_day{};
};

}  // namespace

/// Written as a sum.
template <>
struct RowForm<AccountNow> {
    static Bytes bytes(const AccountNow& row) {
        return RowForm<SumsOf<1>>::bytes({{row.balance.count()}});
    }
    static AccountNow row(BytesView bytes) {
        return {Money{RowForm<SumsOf<1>>::row(bytes).counts[0]}};
    }
};

namespace {

constexpr Day ever{UINT32_MAX};

AccountSums account_sums(BytesView bytes) { return RowForm<AccountSums>::row(bytes); }

Key days_of(const std::string& account) { return Key('a', account, '\0'); }

Key day_key(const std::string& account, Day day) { return Key('a', account, '\0', in_key(day)); }

Money money(const AccountSums& sums, std::size_t at) { return Money{sums.counts[at]}; }

Money net(const AccountSums& sums) { return money(sums, debit_at) - money(sums, credit_at); }

/// Adds what an event does to one account to those of a day: all but the balance behind it. Says
/// the credit that it says it leaves in a wallet.
std::optional<Money> add(const Side& side, const WalletMoves& moves, AccountSums& day) {
    const Money amount = side.amount;
    if (amount.is_negative()) {
        day.add(credit_at, (-amount).count());
    } else {
        day.add(debit_at, amount.count());
    }
    std::optional<Money> stated;
    if (side.account.of != BookAccount::Of::wallet) return stated;
    for (const WalletMove& each : moves) {
        if (each.wallet != side.account.name) continue;
        day.add(static_cast<std::size_t>(each.why), each.amount.count());
        if (!stated) stated = each.stated;
    }
    return stated;
}

bool is_misstated(const std::optional<Money>& stated, Money balance) {
    return stated && *stated != -balance;
}

bool is_wallet(const std::string& account) { return account.starts_with("wallet:"); }

}  // namespace

Money Turnover::unexplained() const {
    Money explained = -opening;
    for (const Money each : moved) explained += each;
    return -closing - explained;
}

void AccountDays::fold(Table& table, const Event& event) const {
    const Day day = note_booking(table, event).day;
    note_places(table, event);
    note_holders(table, event);
    const Sides posted = sides(event.payload);
    if (posted.empty()) return;
    const WalletMoves moves = wallet_moves(event.payload);
    for (const Side& side : posted) {
        auto& now = table.change<AccountNow>(Key('n', side.account));
        now.balance += side.amount;
        const auto key = [&] { return Key('a', side.account, '\0', in_key(day)); };
        AccountSums& sums = table.row(now.last_day, day, key).change();
        const auto stated = add(side, moves, sums);
        sums.counts[balance_at] = now.balance.count();
        sums.add(misstated_at, is_misstated(stated, now.balance) ? 1 : 0);
    }
}

KnownAccounts::KnownAccounts(const TableView& view, const Journal& journal,
                             std::optional<Position> until)
    : view_(view),
      horizon_(horizon_at(view, until)),
      zone_(zone_in(view)),
      places_(view),
      holders_(view),
      rows_(view.cursor()) {
    each_of_last_day(journal, horizon_, [&](const Event& event) {
        const WalletMoves moves = wallet_moves(event.payload);
        for (const Side& side : sides(event.payload)) {
            const std::string account = to_text(side.account);
            AccountSums& day = last_day_[account];
            const auto stated = add(side, moves, day);
            const Money balance = balance_before(account) + net(day);
            day.add(misstated_at, is_misstated(stated, balance) ? 1 : 0);
        }
    });
}

/// Behind the last day that is known whole.
Money KnownAccounts::balance_before(const std::string& account) {
    rows_->seek_until(day_key(account, last_whole_day()));
    const bool is_used = rows_->is_there() && rows_->key().starts_with(days_of(account));
    return is_used ? money(account_sums(rows_->value()), balance_at) : Money{};
}

/// Whose rows are in the table and count whole.
Day KnownAccounts::last_whole_day() const {
    return horizon_.is_all ? ever : Day{horizon_.day.number - 1};
}

void KnownAccounts::each_turnover(const std::string& prefix, Day from, Day to,
                                  const std::function<void(const Turnover&)>& each) {
    const auto accounts = view_.cursor();
    const Bytes first = "n" + prefix;
    for (accounts->seek(first); accounts->is_there() && accounts->key().starts_with(first);
         accounts->next()) {
        const Turnover found = turnover(std::string(accounts->key().substr(1)), from, to);
        if (!found.account.empty()) each(found);
    }
}

/// Without a name where the account was not used until then.
Turnover KnownAccounts::turnover(const std::string& account, Day from, Day to) {
    const Day whole = last_whole_day();
    const Key days = days_of(account);
    Turnover found;
    AccountSums sums;
    rows_->seek_until(day_key(account, std::min(Day{from.number - 1}, whole)));
    const bool is_older = rows_->is_there() && rows_->key().starts_with(days);
    if (is_older) {
        found.account = account;
        found.opening = money(account_sums(rows_->value()), balance_at);
    }
    found.closing = found.opening;
    const Key last_key = day_key(account, std::min(to, whole));
    const BytesView last = last_key;
    for (rows_->seek(day_key(account, from)); rows_->is_there() && rows_->key() <= last;
         rows_->next()) {
        AccountSums day = account_sums(rows_->value());
        found.account = account;
        found.closing = money(day, balance_at);
        day.counts[balance_at] = 0;
        sums += day;
    }
    if (const auto more = last_day_.find(account); more != last_day_.end() && horizon_.day <= to) {
        found.account = account;
        found.closing += net(more->second);
        if (horizon_.day < from) found.opening += net(more->second);
        if (horizon_.day >= from) sums += more->second;
    }
    found.debit = money(sums, debit_at);
    found.credit = money(sums, credit_at);
    found.misstated = static_cast<std::uint64_t>(sums.counts[misstated_at]);
    for (std::size_t i = 0; i < movements_count && is_wallet(account); ++i)
        found.moved[i] = money(sums, i);
    return found;
}

std::optional<Day> KnownAccounts::in_debt_since(const WalletId& wallet) {
    const std::string account = wallet_account(wallet);
    const Key last_key = day_key(account, last_whole_day());
    const BytesView last = last_key;
    const Key days = days_of(account);
    std::optional<Day> since;
    Money balance;
    const auto look = [&](Day day) {
        if (!balance.is_positive()) {
            since.reset();
        } else if (!since) {
            since = day;
        }
    };
    for (rows_->seek(days); rows_->is_there() && rows_->key() <= last; rows_->next()) {
        BytesView end = rows_->key().substr(BytesView(days).size());
        balance = money(account_sums(rows_->value()), balance_at);
        look(take_day(end));
    }
    if (const auto more = last_day_.find(account); more != last_day_.end()) {
        balance += net(more->second);
        look(horizon_.day);
    }
    return since;
}

}  // namespace projections
