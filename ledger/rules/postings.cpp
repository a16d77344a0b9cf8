#include "ledger/rules/postings.hpp"

#include <algorithm>

#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

/// Debits and credits of one event, entered pair by pair, so that they sum to zero.
class Entries {
public:
    /// The wallet has more, and the other account is where it came from.
    void into_wallet(const WalletId& wallet, Money amount, std::string from) {
        if (amount.is_zero()) return;
        debit_and_credit(std::move(from), wallet_account(wallet), amount);
        changes.push_back({wallet, amount});
    }

    void between_wallets(const WalletId& from, const WalletId& to, Money amount) {
        debit_and_credit(wallet_account(from), wallet_account(to), amount);
        changes.push_back({from, -amount});
        changes.push_back({to, amount});
    }

    /// What comes to one account comes from the other.
    void debit_and_credit(std::string to, std::string from, Money amount) {
        post(std::move(to), amount);
        post(std::move(from), -amount);
    }

    std::vector<Posting> postings;
    std::vector<WalletChange> changes;

private:
    /// One posting for each account that is touched.
    void post(std::string account, Money amount) {
        const auto known = std::find_if(postings.begin(), postings.end(),
                                        [&](const auto& each) { return each.account == account; });
        if (known == postings.end()) {
            if (!amount.is_zero()) postings.push_back({std::move(account), amount});
            return;
        }
        known->amount += amount;
        if (known->amount.is_zero()) postings.erase(known);
    }
};

void enter(const CreditSold& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, cash_account(fact.method));
    entries.debit_and_credit(cash_account(fact.method), fee_account(service_fee_name), fact.fee);
}

void enter(const CreditRefunded& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, -fact.amount, cash_account(fact.method));
}

void enter(const TransactionReversed& fact, Entries& entries) {
    const Money back = fact.kind == TransactionKind::sale ? -fact.amount : fact.amount;
    entries.into_wallet(fact.wallet, back, cash_account(fact.method));
    entries.debit_and_credit(fee_account(service_fee_name), cash_account(fact.method), fact.fee);
}

void enter(const FeeCharged& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, -fact.amount, fee_account(fact.fee.text()));
}

/// More than expected is owed to whoever misses it; less is owed by whoever lost it.
void enter(const ShiftClosed& fact, Entries& entries) {
    for (const ShiftCount& each : fact.counts)
        entries.debit_and_credit(cash_account(each.method), "suspense:shift",
                                 each.counted - each.expected);
}

void enter(const CreditTransferred& fact, Entries& entries) {
    entries.between_wallets(fact.from, fact.to, fact.amount);
}

void enter(const BalanceAdjusted& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, adjustment_account(to_text(fact.kind)));
}

void enter(const OpeningBalanceBroughtIn& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, adjustment_account("opening_balance"));
}

void enter_settlement(const auto& each, Entries& entries) {
    entries.into_wallet(each.wallet, -each.paid_out, cash_account(each.method));
    entries.into_wallet(each.wallet, -each.rounding, adjustment_account("rounding"));
}

void enter(const WalletSettled& fact, Entries& entries) { enter_settlement(fact, entries); }

void enter(const AccountClosed& fact, Entries& entries) {
    for (const Settlement& each : fact.settlements) enter_settlement(each, entries);
}

template <class Fact>
    requires is_one_of<Fact, ReadingRecorded, EnergyEstimated, RegisterRolledOver, ChargeCorrected>
void enter(const Fact& fact, Entries& entries) {
    Money charged;
    for (const ChargeLine& line : fact.lines) charged += line.amount;
    entries.into_wallet(fact.wallet, -charged, "revenue:energy");
}

/// The events that move no money, by name: a new event must be put here or be entered above.
template <class Fact>
constexpr bool moves_no_money =
    is_one_of<Fact, SiteConfigured, BuildingRegistered, GatewayRegistered, LineRegistered,
              MeterRegistered, TariffPublished, TariffAssigned, ThresholdsSet, CustomerRegistered,
              CalendarPublished, AccountOpened, MeterAttached, MeterDetached, AccountTransferred,
              AdjustmentProposed, AdjustmentDeclined, ReadingQuarantined, QuarantineResolved,
              MeterReplaced, MeterReset, TransformerRatioChanged, CommandRequested, CommandSent,
              CommandConfirmed, CommandFailed, CommandExpired, CommandCancelled, AlarmRaised,
              AlarmCleared, ContactLost, ContactRestored, CreditLimitsSet, FeePublished,
              FeeAssigned, ShiftOpened, PeriodClosed, CustomerForgotten, AccountPrepared,
              PreparationWithdrawn, ReadingCorrected, BatchRequested, BatchRowRefused,
              BatchCancelled, PurchasesResolved, NoticeQueued, NoticeDelivered, NoticeFailed>;

template <class Fact>
    requires moves_no_money<Fact>
void enter(const Fact&, Entries&) {}

Entries entries_of(const Payload& payload) {
    Entries entries;
    std::visit([&](const auto& fact) { enter(fact, entries); }, payload);
    return entries;
}

}  // namespace

std::string wallet_account(const WalletId& wallet) { return "wallet:" + wallet.text(); }

std::string cash_account(const MethodId& method) { return "cash:" + method.text(); }

std::string adjustment_account(std::string_view kind) { return "adjustment:" + std::string(kind); }

std::string fee_account(std::string_view fee) { return "revenue:fee:" + std::string(fee); }

std::vector<Posting> postings(const Payload& payload) { return entries_of(payload).postings; }

std::vector<WalletChange> wallet_changes(const Payload& payload) {
    return entries_of(payload).changes;
}

}  // namespace ledger
