#include "ledger/rules/postings.hpp"

#include <algorithm>

#include "ledger/events/groups.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

using Of = BookAccount::Of;

BookAccount wallet(const WalletId& id) { return {Of::wallet, id.text()}; }
BookAccount cash(const MethodId& method) { return {Of::cash, method.text()}; }
BookAccount fees(std::string_view fee) { return {Of::fees, fee}; }
BookAccount adjustment(std::string_view kind) { return {Of::adjustment, kind}; }
constexpr BookAccount energy{Of::energy, {}};
constexpr BookAccount shift_difference{Of::shifts, {}};

/// Debits and credits of one event, entered pair by pair, so that they sum to zero.
class Entries {
public:
    /// The wallet has more, and the other account is where it came from.
    void into_wallet(const WalletId& id, Money amount, const BookAccount& from) {
        debit_and_credit(from, wallet(id), amount);
    }

    /// What comes to one account comes from the other.
    void debit_and_credit(const BookAccount& to, const BookAccount& from, Money amount) {
        if (amount.is_zero()) return;
        sides_.push_back({to, amount});
        sides_.push_back({from, -amount});
    }

    /// As they were entered.
    const Sides& sides() const { return sides_; }

    /// One for each account that is changed.
    Sides summed() const {
        if (sides_.size() <= 2) return sides_;
        std::vector<Side> sums;
        for (const Side& each : sides_) add(each, sums);
        Sides changed;
        for (const Side& each : sums) {
            if (!each.amount.is_zero()) changed.push_back(each);
        }
        return changed;
    }

private:
    static void add(const Side& side, std::vector<Side>& sums) {
        const auto known = std::find_if(sums.begin(), sums.end(), [&](const Side& each) {
            return each.account == side.account;
        });
        if (known == sums.end()) return sums.push_back(side);
        known->amount += side.amount;
    }

    Sides sides_;
};

void enter(const CreditSold& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, cash(fact.method));
    entries.debit_and_credit(cash(fact.method), fees(service_fee_name), fact.fee);
}

void enter(const CreditRefunded& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, -fact.amount, cash(fact.method));
}

void enter(const TransactionReversed& fact, Entries& entries) {
    const Money back = fact.kind == TransactionKind::sale ? -fact.amount : fact.amount;
    entries.into_wallet(fact.wallet, back, cash(fact.method));
    entries.debit_and_credit(fees(service_fee_name), cash(fact.method), fact.fee);
}

void enter(const FeeCharged& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, -fact.amount, fees(fact.fee.text()));
}

/// More than expected is owed to whoever misses it; less is owed by whoever lost it.
void enter(const ShiftClosed& fact, Entries& entries) {
    for (const ShiftCount& each : fact.counts)
        entries.debit_and_credit(cash(each.method), shift_difference, each.counted - each.expected);
}

void enter(const CreditTransferred& fact, Entries& entries) {
    entries.into_wallet(fact.to, fact.amount, wallet(fact.from));
}

void enter(const BalanceAdjusted& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, adjustment(to_text(fact.kind)));
}

void enter(const OpeningBalanceBroughtIn& fact, Entries& entries) {
    entries.into_wallet(fact.wallet, fact.amount, adjustment("opening_balance"));
}

void enter_settlement(const auto& each, Entries& entries) {
    entries.into_wallet(each.wallet, -each.paid_out, cash(each.method));
    entries.into_wallet(each.wallet, -each.rounding, adjustment("rounding"));
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
    entries.into_wallet(fact.wallet, -charged, energy);
}

/// The events that move no money, by name: a new event must be put here or be entered above.
template <class Fact>
constexpr bool moves_no_money =
    is_about_operators<Fact> || is_about_places_and_prices<Fact> || is_about_people<Fact> ||
    is_about_office<Fact> || is_about_approvals<Fact> || is_about_commands<Fact> ||
    is_about_alarms<Fact> || is_about_notices<Fact> || is_about_batches<Fact> ||
    is_one_of<Fact, SiteConfigured, MeterRegistered, ThresholdsSet, MeterAttached, MeterDetached,
              AdjustmentProposed, AdjustmentDeclined, ReadingQuarantined, QuarantineResolved,
              MeterReplaced, MeterReset, TransformerRatioChanged, ReadingCorrected,
              PurchasesResolved, MeterRetired>;

template <class Fact>
    requires moves_no_money<Fact>
void enter(const Fact&, Entries&) {}

Entries entries_of(const Payload& payload) {
    Entries entries;
    std::visit([&](const auto& fact) { enter(fact, entries); }, payload);
    return entries;
}

}  // namespace

std::string to_text(const BookAccount& account) {
    std::string text(prefix_of(account.of));
    return text.append(account.name);
}

std::string wallet_account(const WalletId& wallet) {
    return to_text(BookAccount{Of::wallet, wallet.text()});
}

Sides sides(const Payload& payload) { return entries_of(payload).summed(); }

Sides entered(const Payload& payload) { return entries_of(payload).sides(); }

std::vector<Posting> postings(const Payload& payload) {
    std::vector<Posting> spelled;
    for (const Side& each : sides(payload)) spelled.push_back({to_text(each.account), each.amount});
    return spelled;
}

std::vector<WalletChange> wallet_changes(const Payload& payload) {
    std::vector<WalletChange> changes;
    for (const Side& each : entered(payload)) {
        if (each.account.of == Of::wallet)
            changes.push_back({WalletId(std::string(each.account.name)), -each.amount});
    }
    return changes;
}

}  // namespace ledger
