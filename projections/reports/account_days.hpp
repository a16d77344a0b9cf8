#pragma once
#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "projections/projection.hpp"
#include "projections/reports/booking.hpp"
#include "projections/reports/holders.hpp"
#include "projections/reports/places.hpp"
#include "projections/reports/sums.hpp"

namespace projections {

/// Why a wallet has more or less. Their numbers are kept: append, never reorder.
enum class Movement : std::uint8_t {
    sold,
    refunded,
    reversed,
    brought_in,   ///< from an older system
    adjusted,     ///< by hand
    transferred,  ///< from or to another wallet
    charged,      ///< energy
    corrected,    ///< energy that was charged before
    fees,
    settled  ///< paid out or collected when it ended
};
constexpr std::size_t movements_count = 10;

/// What is kept of an account on one day: every movement, and four numbers behind them.
using AccountSums = SumsOf<movements_count + 4>;

/// What one account of the books held, and what was booked on it, between two days.
struct Turnover {
    std::string account;    ///< "wallet:…", "cash:…", "revenue:…"
    ledger::Money opening;  ///< positive: a debit
    ledger::Money debit;
    ledger::Money credit;
    ledger::Money closing;
    /// Of a wallet: by why it has more (positive) or less.
    std::array<ledger::Money, movements_count> moved{};
    /// Events of these days that say another balance than the sum of everything until then.
    std::uint64_t misstated = 0;

    /// What the owner of a wallet has more at the end than everything that moved explains: zero.
    ledger::Money unexplained() const;
};

/// Every account of the books by the day on which it was booked.
class AccountDays : public Projection {
public:
    std::string name() const override { return "account_days"; }
    unsigned version() const override { return 2; }
    void fold(Table& table, const ledger::Event& event) const override;
};

/// What was known of the accounts at some event. One thread; what is read is of one piece.
class KnownAccounts {
public:
    /// Up to this event; not given: to the end of what was seen. Reads at most one day of the log.
    KnownAccounts(const TableView& view, const ledger::Journal& journal,
                  std::optional<ledger::Position> until);

    const Horizon& horizon() const { return horizon_; }
    const ledger::Zone& zone() const { return zone_; }

    /// Of every account that begins so and was used until `to`; both days are included.
    void each_turnover(const std::string& prefix, ledger::Day from, ledger::Day to,
                       const std::function<void(const Turnover&)>& each);

    /// The first of the days on which a wallet has owed something ever since; nothing: it does not.
    std::optional<ledger::Day> in_debt_since(const ledger::WalletId& wallet);

    MeterSpots meters_of(const ledger::WalletId& wallet) {
        return places_.of(wallet, horizon_.position).meters;
    }
    /// Whose account it was; nobody: nothing.
    Holder holder_of(const ledger::AccountId& account) {
        return holders_.of(account, horizon_.position);
    }

private:
    Turnover turnover(const std::string& account, ledger::Day from, ledger::Day to);
    ledger::Money balance_before(const std::string& account);
    ledger::Day last_whole_day() const;

    const TableView& view_;
    Horizon horizon_;
    ledger::Zone zone_;
    PastPlaces places_;
    PastHolders holders_;
    std::unique_ptr<Cursor> rows_;
    std::map<std::string, AccountSums> last_day_;
};

}  // namespace projections
