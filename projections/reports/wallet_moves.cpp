#include "projections/reports/wallet_moves.hpp"

#include "ledger/events/groups.hpp"
#include "ledger/values/one_of.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

using Moves = WalletMoves;

Moves moves(const CreditSold& fact) {
    return {{fact.wallet.text(), Movement::sold, fact.amount, fact.balance_after}};
}

Moves moves(const CreditRefunded& fact) {
    return {{fact.wallet.text(), Movement::refunded, -fact.amount, fact.balance_after}};
}

Moves moves(const TransactionReversed& fact) {
    const Money amount = fact.kind == TransactionKind::sale ? -fact.amount : fact.amount;
    return {{fact.wallet.text(), Movement::reversed, amount, fact.balance_after}};
}

Moves moves(const OpeningBalanceBroughtIn& fact) {
    return {{fact.wallet.text(), Movement::brought_in, fact.amount, fact.balance_after}};
}

Moves moves(const BalanceAdjusted& fact) {
    return {{fact.wallet.text(), Movement::adjusted, fact.amount, fact.balance_after}};
}

Moves moves(const CreditTransferred& fact) {
    return {{fact.from.text(), Movement::transferred, -fact.amount, fact.from_balance_after},
            {fact.to.text(), Movement::transferred, fact.amount, fact.to_balance_after}};
}

Moves moves(const FeeCharged& fact) {
    return {{fact.wallet.text(), Movement::fees, -fact.amount, fact.balance_after}};
}

WalletMove settled(const auto& each) {
    return {each.wallet.text(), Movement::settled, -(each.paid_out + each.rounding), Money{}};
}

Moves moves(const WalletSettled& fact) { return {settled(fact)}; }

Moves moves(const AccountClosed& fact) {
    Moves all;
    for (const Settlement& each : fact.settlements) all.push_back(settled(each));
    return all;
}

template <class Fact>
    requires is_one_of<Fact, ReadingRecorded, EnergyEstimated, RegisterRolledOver, ChargeCorrected>
Moves moves(const Fact& fact) {
    Money charged;
    for (const ChargeLine& line : fact.lines) charged += line.amount;
    if (charged.is_zero()) return {};
    const bool is_again = std::is_same_v<Fact, ChargeCorrected>;
    return {{fact.wallet.text(), is_again ? Movement::corrected : Movement::charged, -charged, {}}};
}

template <class Fact>
constexpr bool moves_no_credit =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_commands<Fact> ||
    is_about_alarms<Fact> || is_about_notices<Fact> || is_about_batches<Fact> ||
    is_one_of<Fact, SiteConfigured, MeterRegistered, ThresholdsSet, MeterAttached, MeterDetached,
              AdjustmentProposed, AdjustmentDeclined, ReadingQuarantined, QuarantineResolved,
              MeterReplaced, MeterReset, TransformerRatioChanged, ShiftClosed, ReadingCorrected,
              PurchasesResolved, MeterRetired>;

template <class Fact>
    requires moves_no_credit<Fact>
Moves moves(const Fact&) {
    return {};
}

}  // namespace

WalletMoves wallet_moves(const Payload& payload) {
    return std::visit([](const auto& fact) { return moves(fact); }, payload);
}

}  // namespace projections
