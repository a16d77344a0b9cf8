#pragma once
#include <map>
#include <vector>

#include "ledger/events/event.hpp"

namespace property {

/// Sums by kind of the raw amounts of one wallet's events, and nothing clever: rule 2.
struct WalletSums {
    ledger::Money sales;
    ledger::Money refunds;
    ledger::Money reversed_sales;
    ledger::Money reversed_refunds;
    ledger::Money charges;
    ledger::Money transfers;  ///< in less out
    ledger::Money adjustments;
    ledger::Money fees;          ///< fixed ones
    ledger::Money service_fees;  ///< kept of sales; no wallet ever held them
    ledger::Money brought_in;    ///< from an older system
    ledger::Money settled;       ///< paid out, or collected, when the account was closed
    ledger::Money rounding;

    ledger::Money balance() const {
        return sales - refunds - reversed_sales + reversed_refunds - charges + transfers +
               adjustments + brought_in - fees - settled - rounding;
    }

    /// What came into the cash box less what went out of it.
    ledger::Money cash() const {
        return sales + service_fees - refunds - reversed_sales + reversed_refunds - settled;
    }
};

/// The books as a person with paper would keep them, from the raw events alone: sums by kind, and
/// the credit of each sale in a row of lots, consumed from the front. Knows nothing of the ledger's
/// own state or postings.
class WalletOracle {
public:
    void see(const ledger::Event& event);

    ledger::Money balance(const ledger::WalletId& wallet) const;

    /// What of this sale is neither consumed nor paid back.
    ledger::Money unconsumed(ledger::Position sale) const;

    /// The most that may be paid back of this sale: whole cents, at most what the wallet holds.
    ledger::Money refundable(ledger::Position sale) const;

    bool was_refunded(ledger::Position sale) const;
    bool was_reversed(ledger::Position transaction) const;

    struct Sale {
        ledger::WalletId wallet;
        ledger::Money amount;
        ledger::Money refunded;
        ledger::Money fee;
        ledger::MethodId method;
    };
    struct Refund {
        ledger::Position sale;
        ledger::Money amount;
        ledger::MethodId method;
    };
    /// Too much and too little, as it was counted at the ends of shifts.
    ledger::Money miscounted() const { return miscounted_; }
    const std::map<ledger::Position, Sale>& sales() const { return sales_; }
    const std::map<ledger::Position, Refund>& refunds() const { return refunds_; }
    const std::map<ledger::WalletId, WalletSums>& sums() const { return sums_; }

private:
    struct Lot {
        ledger::Position sale;  ///< none: credit that a negative charge brought
        ledger::Money left;
    };
    using Lots = std::vector<Lot>;  ///< oldest sale first

    void note(ledger::Position at, const ledger::CreditSold& fact);
    void note(ledger::Position at, const ledger::CreditRefunded& fact);
    void note(ledger::Position at, const ledger::TransactionReversed& fact);
    void note(ledger::Position at, const ledger::CreditTransferred& fact);
    void note(ledger::Position at, const ledger::BalanceAdjusted& fact);
    void note(ledger::Position at, const ledger::OpeningBalanceBroughtIn& fact);
    void note(ledger::Position at, const ledger::WalletSettled& fact);
    void note(ledger::Position at, const ledger::AccountClosed& fact);
    void end(const auto& settlement);
    void note(ledger::Position at, const ledger::ReadingRecorded& fact);
    void note(ledger::Position at, const ledger::EnergyEstimated& fact);
    void note(ledger::Position at, const ledger::RegisterRolledOver& fact);
    void note(ledger::Position at, const ledger::FeeCharged& fact);
    void note(ledger::Position at, const ledger::ShiftClosed& fact);
    void note(ledger::Position at, const ledger::ChargeCorrected& fact);
    void charge(const ledger::WalletId& wallet, const std::vector<ledger::ChargeLine>& lines);
    template <class Other>
    void note(ledger::Position, const Other&) {}

    void put_credit(const ledger::WalletId& wallet, ledger::Position sale, ledger::Money amount);
    void consume(const ledger::WalletId& wallet, ledger::Money amount);

    std::map<ledger::WalletId, WalletSums> sums_;
    std::map<ledger::WalletId, Lots> lots_;
    std::map<ledger::Position, Sale> sales_;
    std::map<ledger::Position, Refund> refunds_;
    std::map<ledger::Position, bool> reversed_;
    ledger::Money miscounted_;
};

}  // namespace property
