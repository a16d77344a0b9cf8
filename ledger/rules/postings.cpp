#include "ledger/rules/postings.hpp"

#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

/// Money that moves between a wallet and one account of the house.
struct Movement {
    WalletId wallet;
    Money into_wallet;
    std::string other;
};

Movement movement(const CreditSold& fact) {
    return {fact.wallet, fact.amount, cash_account(fact.method)};
}

Movement movement(const CreditRefunded& fact) {
    return {fact.wallet, -fact.amount, cash_account(fact.method)};
}

Movement movement(const TransactionReversed& fact) {
    const Money back = fact.kind == TransactionKind::sale ? -fact.amount : fact.amount;
    return {fact.wallet, back, cash_account(fact.method)};
}

Movement movement(const ReadingRecorded& fact) {
    Money charged;
    for (const ChargeLine& line : fact.lines) charged += line.amount;
    return {fact.wallet, -charged, "revenue:energy"};
}

/// The events that move no money, by name: a new event must be put here or get its movement.
template <class Fact>
constexpr bool moves_no_money =
    is_one_of<Fact, SiteConfigured, BuildingRegistered, GatewayRegistered, LineRegistered,
              MeterRegistered, TariffPublished, TariffAssigned, ThresholdsSet, CustomerRegistered,
              CalendarPublished, AccountOpened, MeterAttached, MeterDetached, AccountClosed,
              ReadingQuarantined, CommandRequested, CommandSent, CommandConfirmed, CommandFailed,
              CommandExpired, CommandCancelled, AlarmRaised, AlarmCleared, ContactLost,
              ContactRestored>;

template <class Fact>
    requires moves_no_money<Fact>
Movement movement(const Fact&) {
    return {};
}

Movement movement_of(const Payload& payload) {
    return std::visit([](const auto& fact) { return movement(fact); }, payload);
}

}  // namespace

std::string wallet_account(const WalletId& wallet) { return "wallet:" + wallet.text(); }

std::string cash_account(const MethodId& method) { return "cash:" + method.text(); }

std::vector<Posting> postings(const Payload& payload) {
    Movement moved = movement_of(payload);
    if (moved.into_wallet.is_zero()) return {};
    return {{std::move(moved.other), moved.into_wallet},
            {wallet_account(moved.wallet), -moved.into_wallet}};
}

std::vector<WalletChange> wallet_changes(const Payload& payload) {
    Movement moved = movement_of(payload);
    if (moved.into_wallet.is_zero()) return {};
    return {{std::move(moved.wallet), moved.into_wallet}};
}

}  // namespace ledger
