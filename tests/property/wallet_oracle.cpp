#include "tests/property/wallet_oracle.hpp"

#include <algorithm>

namespace property {

using namespace ledger;

void WalletOracle::see(const Event& event) {
    std::visit([&](const auto& fact) { this->note(event.envelope.position, fact); }, event.payload);
}

Money WalletOracle::balance(const WalletId& wallet) const {
    const auto found = sums_.find(wallet);
    return found == sums_.end() ? Money{} : found->second.balance();
}

Money WalletOracle::unconsumed(Position sale) const {
    for (const auto& [wallet, lots] : lots_) {
        for (const Lot& lot : lots) {
            if (lot.sale == sale) return lot.left;
        }
    }
    return {};
}

Money WalletOracle::refundable(Position sale) const {
    const auto found = sales_.find(sale);
    if (found == sales_.end() || was_reversed(sale)) return {};
    const Money most = std::min(unconsumed(sale), balance(found->second.wallet));
    return most.is_negative() ? Money{} : cents(most.count() / 10'000);
}

bool WalletOracle::was_refunded(Position sale) const {
    const auto found = sales_.find(sale);
    return found != sales_.end() && !found->second.refunded.is_zero();
}

bool WalletOracle::was_reversed(Position transaction) const {
    return reversed_.contains(transaction);
}

void WalletOracle::note(Position at, const CreditSold& fact) {
    put_credit(fact.wallet, at, fact.amount);
    sums_[fact.wallet].sales += fact.amount;
    sums_[fact.wallet].service_fees += fact.fee;
    sales_[at] = {fact.wallet, fact.amount, {}, fact.fee, fact.method};
}

void WalletOracle::note(Position at, const CreditRefunded& fact) {
    for (Lot& lot : lots_[fact.wallet]) {
        if (lot.sale == fact.sale) lot.left -= fact.amount;
    }
    sums_[fact.wallet].refunds += fact.amount;
    sales_[fact.sale].refunded += fact.amount;
    refunds_[at] = {fact.sale, fact.amount, fact.method};
}

void WalletOracle::note(Position, const TransactionReversed& fact) {
    reversed_[fact.transaction] = true;
    if (fact.kind == TransactionKind::refund) {
        const Refund& refund = refunds_.at(fact.transaction);
        put_credit(fact.wallet, refund.sale, fact.amount);
        sums_[fact.wallet].reversed_refunds += fact.amount;
        sales_[refund.sale].refunded -= fact.amount;
        return;
    }
    // What is left of the sale goes; what was consumed of it is taken from the other credit.
    const Money left = unconsumed(fact.transaction);
    std::erase_if(lots_[fact.wallet], [&](const Lot& lot) { return lot.sale == fact.transaction; });
    consume(fact.wallet, fact.amount - left);
    sums_[fact.wallet].reversed_sales += fact.amount;
    sums_[fact.wallet].service_fees -= sales_.at(fact.transaction).fee;
}

void WalletOracle::note(Position at, const CreditTransferred& fact) {
    consume(fact.from, fact.amount);
    sums_[fact.from].transfers -= fact.amount;
    put_credit(fact.to, at, fact.amount);
    sums_[fact.to].transfers += fact.amount;
}

void WalletOracle::note(Position at, const BalanceAdjusted& fact) {
    if (fact.amount.is_negative()) {
        consume(fact.wallet, -fact.amount);
    } else {
        put_credit(fact.wallet, at, fact.amount);
    }
    sums_[fact.wallet].adjustments += fact.amount;
}

void WalletOracle::note(Position at, const OpeningBalanceBroughtIn& fact) {
    if (fact.amount.is_negative()) {
        consume(fact.wallet, -fact.amount);
    } else {
        put_credit(fact.wallet, at, fact.amount);
    }
    sums_[fact.wallet].brought_in += fact.amount;
}

void WalletOracle::end(const auto& settlement) {
    lots_[settlement.wallet].clear();
    sums_[settlement.wallet].settled += settlement.paid_out;
    sums_[settlement.wallet].rounding += settlement.rounding;
}

void WalletOracle::note(Position, const WalletSettled& fact) { end(fact); }

void WalletOracle::note(Position, const AccountClosed& fact) {
    for (const Settlement& each : fact.settlements) end(each);
}

void WalletOracle::note(Position, const ReadingRecorded& fact) { charge(fact.wallet, fact.lines); }

void WalletOracle::note(Position, const EnergyEstimated& fact) { charge(fact.wallet, fact.lines); }

void WalletOracle::note(Position, const RegisterRolledOver& fact) {
    charge(fact.wallet, fact.lines);
}

void WalletOracle::note(Position, const FeeCharged& fact) {
    consume(fact.wallet, fact.amount);
    sums_[fact.wallet].fees += fact.amount;
}

void WalletOracle::note(Position, const ShiftClosed& fact) {
    for (const ShiftCount& each : fact.counts) miscounted_ += each.counted - each.expected;
}

void WalletOracle::note(Position, const ChargeCorrected& fact) { charge(fact.wallet, fact.lines); }

void WalletOracle::charge(const WalletId& wallet, const std::vector<ChargeLine>& lines) {
    if (wallet.is_empty()) return;
    Money charge;
    for (const ChargeLine& line : lines) charge += line.amount;
    if (charge.is_negative()) {
        put_credit(wallet, {}, -charge);
    } else {
        consume(wallet, charge);
    }
    sums_[wallet].charges += charge;
}

/// A debt is paid first; only the rest is there to be consumed.
void WalletOracle::put_credit(const WalletId& wallet, Position sale, Money amount) {
    const Money debt = std::max(Money{}, -balance(wallet));
    const Money rest = amount - std::min(debt, amount);
    if (rest.is_zero()) return;
    Lots& lots = lots_[wallet];
    for (Lot& lot : lots) {
        if (lot.sale == sale) return void(lot.left += rest);
    }
    lots.push_back({sale, rest});
    std::sort(lots.begin(), lots.end(), [](const Lot& a, const Lot& b) { return a.sale < b.sale; });
}

void WalletOracle::consume(const WalletId& wallet, Money amount) {
    for (Lot& lot : lots_[wallet]) {
        const Money part = std::min(lot.left, amount);
        lot.left -= part;
        amount -= part;
    }
}

}  // namespace property
