#pragma once
#include <cstdint>
#include <vector>

#include "projections/projection.hpp"

namespace projections {

enum class EntryKind : std::uint8_t {
    sale,
    refund,
    reversal,
    charge,
    transfer,
    adjustment,
    settlement,
    fee,
    shift,
    opening_balance,
    correction
};

/// One line of a statement.
struct StatementEntry {
    ledger::Position position;
    EntryKind kind;
    ledger::Money amount;  ///< positive: the account's owner has more
    ledger::Money balance_after;
    ledger::Instant occurred_at;
    ledger::Energy energy;           ///< of a charge, or of its correction
    std::uint64_t receipt_number{};  ///< of a sale
    std::string actor;               ///< who asked; empty for a charge

    static constexpr void fields(auto&& visit) {
        using T = StatementEntry;
        using ledger::field;
        visit(field<2>("kind", &T::kind), field<3>("amount", &T::amount),
              field<4>("balance_after", &T::balance_after),
              field<5>("occurred_at", &T::occurred_at), field<6>("energy", &T::energy),
              field<7>("receipt_number", &T::receipt_number), field<8>("actor", &T::actor));
    }
};

/// What one account of the books holds, as the sum of its postings: positive is a debit.
struct AccountBalance {
    std::string account;  ///< "wallet:…", "cash:…", "revenue:…"
    ledger::Money balance;
};

/// Every account's balance, and the statement of every account but that of energy.
class Balances : public Projection {
public:
    std::string name() const override { return "balances"; }
    unsigned version() const override { return 5; }
    void fold(Table& table, const ledger::Event& event) const override;

    /// Nothing for an account that no posting has touched.
    std::optional<ledger::Money> balance(const std::string& account) const;

    /// Every account; their sum is zero.
    std::vector<AccountBalance> trial_balance() const;

    /// The credit of a wallet now; zero before its first entry.
    ledger::Money credit(const ledger::WalletId& wallet) const;

    /// The credit of a wallet after the event at this position.
    ledger::Money credit_at(const ledger::WalletId& wallet, ledger::Position at) const;

    /// The credit of a wallet as it was at this moment, by what is known now: everything that had
    /// occurred by then, also what was recorded later.
    ledger::Money credit_at(const ledger::WalletId& wallet, ledger::Instant at) const;

    /// Entries of a wallet, newest first, before a position (none: from the newest on).
    std::vector<StatementEntry> statement(const ledger::WalletId& wallet, ledger::Position before,
                                          std::size_t limit) const;

    /// The same of any account of the books that is kept so: of one that is not a wallet, positive
    /// is a debit.
    std::vector<StatementEntry> statement(const std::string& account, ledger::Position before,
                                          std::size_t limit) const;

    /// False for energy: every reading is posted to it, so that the log is its statement.
    static bool keeps_statement(const std::string& account);
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::EntryKind> {
    static constexpr std::array<std::string_view, 11> names{
        "sale",       "refund", "reversal", "charge",          "transfer",  "adjustment",
        "settlement", "fee",    "shift",    "opening_balance", "correction"};
};
