#include "ledger/rules/postings.hpp"

#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

/// Debits and credits of one event, entered pair by pair, so that they sum to zero.
class Entries {
public:
    /// The wallet has more, and the other account is where it came from.
    void into_wallet(const WalletId& wallet, Money amount, std::string from) {
        if (amount.is_zero()) return;
        postings.push_back({std::move(from), amount});
        postings.push_back({wallet_account(wallet), -amount});
        changes.push_back({wallet, amount});
    }

    void between_wallets(const WalletId& from, const WalletId& to, Money amount) {
        postings.push_back({wallet_account(from), amount});
        postings.push_back({wallet_account(to), -amount});
        changes.push_back({from, -amount});
        changes.push_back({to, amount});
    }

    std::vector<Posting> postings;
    std::vector<WalletChange> changes;
};

void enter(const CreditSold& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, cash_account(fact.method));
}

void enter(const CreditRefunded& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, -fact.amount, cash_account(fact.method));
}

void enter(const TransactionReversed& fact, Entries& entries) {
    const Money back = fact.kind == TransactionKind::sale ? -fact.amount : fact.amount;
    entries.into_wallet(fact.wallet, back, cash_account(fact.method));
}

void enter(const CreditTransferred& fact, Entries& entries) {
    entries.between_wallets(fact.from, fact.to, fact.amount);
}

void enter(const BalanceAdjusted& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, adjustment_account(to_text(fact.kind)));
}

void enter(const AccountClosed& fact, Entries& entries) {
    for (const Settlement& each : fact.settlements) {
        entries.into_wallet(each.wallet, -each.paid_out, cash_account(each.method));
        entries.into_wallet(each.wallet, -each.rounding, adjustment_account("rounding"));
    }
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
              ReadingCorrected, MeterReplaced, MeterReset, TransformerRatioChanged,
              CommandRequested, CommandSent, CommandConfirmed, CommandFailed, CommandExpired,
              CommandCancelled, AlarmRaised, AlarmCleared, ContactLost, ContactRestored>;

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

std::vector<Posting> postings(const Payload& payload) { return entries_of(payload).postings; }

std::vector<WalletChange> wallet_changes(const Payload& payload) {
    return entries_of(payload).changes;
}

}  // namespace ledger
