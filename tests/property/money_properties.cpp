#include <ranges>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/postings.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/wallet_oracle.hpp"
#include "tests/property/world.hpp"

// Rules 1 to 3 of the books, over whole stories, against a ledger kept on paper.

namespace property {
namespace {

using namespace ledger;

WalletOracle paper_after(const std::vector<Event>& events) {
    WalletOracle paper;
    for (const Event& event : events) paper.see(event);
    return paper;
}

/// Calls `look(paper before the turn, turn)` for every command of the kind.
template <class Kind, class Look>
void each_asked(const World& world, Look&& look) {
    WalletOracle paper;
    for (const Turn& turn : world.turns()) {
        if (const auto* command = std::get_if<Kind>(&turn.command)) look(paper, *command, turn);
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) paper.see(event);
    }
}

/// Moves nothing: a second person has to say yes first.
bool is_proposed(const Turn& turn) {
    return turn.outcome && !turn.outcome->empty() &&
           std::holds_alternative<TransactionProposed>(turn.outcome->front().payload);
}

/// The same was proposed before, and nobody else has said yes yet.
bool waits_for_another(const Turn& turn) {
    return !turn.outcome && turn.outcome.error().rule == Rule::transaction_must_be_approved;
}

/// Its idempotency key stands in what it writes.
template <class... Kinds>
bool is_any_of(const Command& command) {
    return (std::holds_alternative<Kinds>(command) || ...);
}

RC_GTEST_PROP(Rule6, WhatMovesMoneyWritesAnEventOrIsRefused, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        const bool moves_money =
            is_any_of<SellCredit, RefundCredit, ReverseTransaction, TransferCredit,
                      ProposeAdjustment, ApproveAdjustment, CloseAccount>(turn.command);
        if (moves_money && turn.outcome) RC_ASSERT(!turn.outcome->empty());
    }
}

RC_GTEST_PROP(Rule1, PostingsOfEveryEventSumToZero, (const Story& story)) {
    const World world = told(story);
    for (const Event& event : world.history().events()) {
        Money sum;
        for (const Posting& each : postings(event.payload)) sum += each.amount;
        RC_ASSERT(sum == Money{});
    }
}

RC_GTEST_PROP(Rule1, AllBalancesSumToZero, (const Story& story)) {
    const World world = told(story);
    std::map<std::string, Money> books;
    for (const Event& event : world.history().events()) {
        for (const Posting& each : postings(event.payload)) books[each.account] += each.amount;
    }
    Money sum;
    for (const auto& [account, balance] : books) sum += balance;
    RC_ASSERT(sum == Money{});
    for (const auto& [id, wallet] : world.state().wallets)
        RC_ASSERT(-books[wallet_account(id)] == wallet.balance);
}

RC_GTEST_PROP(Rule1, MoneyInAndOutOfTheCashBoxIsWhatWasSoldAndPaidBack, (const Story& story)) {
    const World world = told(story);
    Money cash;
    for (const Event& event : world.history().events()) {
        for (const Posting& each : postings(event.payload))
            if (each.account.starts_with("cash:")) cash += each.amount;
    }
    Money expected;
    const WalletOracle paper = paper_after(world.history().events());
    for (const auto& [id, sums] : paper.sums()) expected += sums.cash();
    expected += paper.miscounted();
    RC_ASSERT(cash == expected);
}

RC_GTEST_PROP(Rule2, EveryBalanceIsTheSumOfItsRawEvents, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    WalletOracle paper;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) paper.see(event);
        for (const auto& [id, wallet] : turn.after.wallets)
            RC_ASSERT(wallet.balance == paper.balance(id));
    }
}

RC_GTEST_PROP(Rule2, BalanceAfterIsTheBalanceAfter, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    WalletOracle paper;
    for (const Event& event : world.history().events()) {
        paper.see(event);
        std::visit(
            [&](const auto& fact) {
                if constexpr (requires { fact.balance_after; })
                    RC_ASSERT(fact.balance_after == paper.balance(fact.wallet));
                if constexpr (requires { fact.to_balance_after; }) {
                    RC_ASSERT(fact.to_balance_after == paper.balance(fact.to));
                    RC_ASSERT(fact.from_balance_after == paper.balance(fact.from));
                }
            },
            event.payload);
    }
}

RC_GTEST_PROP(Rule3, CreditIsConsumedFirstInFirstOut, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    WalletOracle paper;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) paper.see(event);
        for (const auto& [position, sale] : paper.sales()) {
            const auto& credit = turn.after.wallets.at(sale.wallet).credit;
            const Money* left = find(credit, position);
            RC_ASSERT((left == nullptr ? Money{} : *left) == paper.unconsumed(position));
        }
    }
}

/// The site wants no shift for this way of paying, or who asks has one.
bool may_move(const Turn& turn, const MethodId& method) {
    const auto& counter = turn.before.site->counter;
    if (!counter) return true;
    const auto& methods = counter->till_methods;
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) return true;
    const auto& shifts = turn.before.office.shifts;
    return std::any_of(shifts.begin(), shifts.end(), [&](const auto& each) {
        return each.second.teller.text() == turn.occasion.actor.name;
    });
}

/// What a wallet gets for this money: the house keeps its share, rounded down to whole cents.
Money credit_for(const SiteConfigured& site, Money paid) {
    const std::int64_t ppm = site.counter ? site.counter->service_fee_ppm : 0;
    return paid - cents(paid.count() / 10'000 * ppm / 1'000'000);
}

bool fits(const Wallet& wallet, Money balance) {
    return balance <= Money{1'000'000'000'000'000} &&
           (!wallet.hoarding_limit || balance <= *wallet.hoarding_limit);
}

/// Slips with credit that a meter counts, on its way or not yet known: they hold up sales.
bool is_about_purchases(const std::optional<Rule>& slip) {
    return slip == Rule::purchases_must_agree || slip == Rule::credit_must_not_be_on_the_meter ||
           slip == Rule::credit_push_must_be_finished || slip == Rule::purchase_count_must_be_known;
}

RC_GTEST_PROP(Rule3, SalesAreTakenWhereTheyShouldBe, (const Story& story)) {
    RC_PRE(!is_about_purchases(story.scene.slip));
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_asked<SellCredit>(
        world, [](const WalletOracle& paper, const SellCredit& sale, const Turn& turn) {
            const auto& methods = turn.before.site->payment_methods;
            const bool takes =
                turn.before.wallets.contains(sale.wallet) &&
                turn.before.accounts.contains(turn.before.wallets.at(sale.wallet).account) &&
                sale.amount.is_positive() && is_whole_cents(sale.amount) &&
                sale.amount <= Money{1'000'000'000'000'000} &&
                fits(turn.before.wallets.at(sale.wallet),
                     paper.balance(sale.wallet) + credit_for(*turn.before.site, sale.amount)) &&
                may_move(turn, sale.method) &&
                std::find(methods.begin(), methods.end(), sale.method) != methods.end();
            RC_ASSERT(turn.outcome.has_value() == takes);
        });
}

RC_GTEST_PROP(Rule3, ARefundIsNeverMoreThanWhatIsLeftOfItsSale, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_asked<RefundCredit>(
        world, [](const WalletOracle& paper, const RefundCredit& refund, const Turn& turn) {
            if (!turn.outcome) return;
            RC_ASSERT(refund.amount <= paper.refundable(refund.sale));
            RC_ASSERT(!paper.was_reversed(refund.sale));
        });
}

RC_GTEST_PROP(Rule3, TheExactRemainingAmountIsPaidBackAndNotACentMore, (const Story& story)) {
    RC_PRE(!is_about_purchases(story.scene.slip));
    const World world = told(story);
    const WalletOracle paper = paper_after(world.history().events());
    const State& before = world.state();
    for (const Position position : std::views::keys(paper.sales())) {
        const Money all = paper.refundable(position);
        const Occasion occasion{world.now(), "moving out"};
        const auto ask = [&](Money amount) {
            return decide(before, RefundCredit{position, amount, MethodId("bank")}, occasion);
        };
        RC_ASSERT(ask(all).has_value() == all.is_positive());
        RC_ASSERT(!ask(all + cents(1)).has_value());
        RC_ASSERT(!ask(all + Money{1}).has_value());
    }
}

/// Who looked at what is paid out at the end of a wallet, told from the events alone.
class Watchman {
public:
    void see(const Event& event) {
        const auto& [envelope, payload] = event;
        if (const auto* set = std::get_if<ApprovalLimitsSet>(&payload)) above_ = set->refund_above;
        if (const auto* wish = std::get_if<TransactionProposed>(&payload))
            if (wish->type == ProposedType::settlement)
                proposed_[envelope.position] = {*wish, envelope.actor.name, false};
        if (const auto* yes = std::get_if<TransactionApproved>(&payload)) approve(*yes, envelope);
        if (const auto* no = std::get_if<TransactionDeclined>(&payload))
            proposed_.erase(no->proposal);
        if (const auto* drawn = std::get_if<MeterAttached>(&payload)) attach(*drawn);
        if (const auto* left = std::get_if<MeterDetached>(&payload)) --meters_[left->wallet];
        if (const auto* refund = std::get_if<CreditRefunded>(&payload)) {
            paid_back_[account_.at(refund->wallet)] += refund->amount;
            refunds_[envelope.position] = *refund;
        }
        if (const auto* undone = std::get_if<TransactionReversed>(&payload))
            if (undone->kind == TransactionKind::refund) take_back(undone->transaction);
        if (const auto* end = std::get_if<WalletSettled>(&payload)) {
            pay_out(account_.at(end->wallet), std::vector{*end});
            drop([&](const WalletId& wallet) { return wallet == end->wallet; });
        }
        if (const auto* end = std::get_if<AccountClosed>(&payload)) {
            pay_out(end->account, end->settlements);
            drop_all(end->account);
        }
        if (const auto* handed = std::get_if<AccountTransferred>(&payload))
            drop_all(handed->account);
    }

private:
    struct Wish {
        TransactionProposed what;
        std::string proposer;
        bool is_approved;
    };

    void approve(const TransactionApproved& fact, const Envelope& envelope) {
        const auto wish = proposed_.find(fact.proposal);
        if (wish == proposed_.end()) return;
        RC_ASSERT(wish->second.proposer != envelope.actor.name);
        wish->second.is_approved = true;
    }

    void attach(const MeterAttached& drawn) {
        account_[drawn.wallet] = drawn.account;
        if (meters_[drawn.wallet]++ == 0)
            drop([&](const WalletId& wallet) { return wallet == drawn.wallet; });
    }

    void take_back(Position position) {
        const CreditRefunded& refund = refunds_.at(position);
        paid_back_[account_.at(refund.wallet)] -= refund.amount;
    }

    void pay_out(const AccountId& account, const auto& ends) {
        Money& together = paid_back_[account];
        for (const auto& end : ends) together += std::max(Money{}, end.paid_out);
        if (!above_ || together <= *above_) return;
        for (const auto& end : ends)
            RC_ASSERT(!end.paid_out.is_positive() ||
                      std::any_of(proposed_.begin(), proposed_.end(), [&](const auto& each) {
                          const Wish& wish = each.second;
                          return wish.is_approved && wish.what.wallet == end.wallet &&
                                 wish.what.method == end.method && wish.what.amount >= end.paid_out;
                      }));
    }

    void drop(const auto& is_over) {
        std::erase_if(proposed_,
                      [&](const auto& each) { return is_over(each.second.what.wallet); });
    }

    void drop_all(const AccountId& account) {
        drop([&](const WalletId& wallet) { return account_.at(wallet) == account; });
    }

    std::optional<Money> above_;
    std::map<WalletId, AccountId> account_;
    std::map<WalletId, int> meters_;  // that draw on it
    std::map<AccountId, Money> paid_back_;
    std::map<Position, CreditRefunded> refunds_;
    std::map<Position, Wish> proposed_;
};

RC_GTEST_PROP(Rule3, AWalletThatEndsPaysOutNoMoreAboveTheLimitThanAnotherApproved,
              (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    Watchman watchman;
    for (const Event& event : world.history().events()) watchman.see(event);
}

/// What the paper says about undoing this transaction: nothing, or the rule that forbids it.
std::optional<Rule> forbidden(const WalletOracle& paper, const ReverseTransaction& command) {
    if (paper.was_reversed(command.transaction))
        return Rule::transaction_must_not_be_reversed_twice;
    const auto sale = paper.sales().find(command.transaction);
    if (sale == paper.sales().end()) return std::nullopt;
    if (paper.was_refunded(command.transaction)) return Rule::refunded_sale_must_not_be_reversed;
    const Money after = paper.balance(sale->second.wallet) - sale->second.amount;
    if (after.is_negative() && !command.debt_allowed) return Rule::reversal_must_not_leave_debt;
    return std::nullopt;
}

/// The account whose wallet the transaction was about is closed.
bool is_closed(const State& before, const WalletOracle& paper, const ReverseTransaction& command) {
    const auto refund = paper.refunds().find(command.transaction);
    const Position sale =
        refund == paper.refunds().end() ? command.transaction : refund->second.sale;
    const auto sold = paper.sales().find(sale);
    if (sold == paper.sales().end()) return false;
    return !before.accounts.contains(before.wallets.at(sold->second.wallet).account);
}

MethodId method_of(const WalletOracle& paper, Position transaction) {
    const auto sale = paper.sales().find(transaction);
    return sale == paper.sales().end() ? paper.refunds().at(transaction).method
                                       : sale->second.method;
}

RC_GTEST_PROP(Rule3, ASaleIsReversedOnceWhollyAndOnlyIfNothingOfItWasRefunded,
              (const Story& story)) {
    RC_PRE(!is_about_purchases(story.scene.slip));
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_asked<ReverseTransaction>(world, [](const WalletOracle& paper,
                                             const ReverseTransaction& command, const Turn& turn) {
        if (is_proposed(turn) || waits_for_another(turn)) return;
        const bool is_known = paper.sales().contains(command.transaction) ||
                              paper.refunds().contains(command.transaction);
        auto rule = is_closed(turn.before, paper, command) ? std::optional(Rule::account_must_exist)
                                                           : forbidden(paper, command);
        if (is_known && !rule && !may_move(turn, method_of(paper, command.transaction)))
            rule = Rule::money_must_move_in_a_shift;
        RC_ASSERT(turn.outcome.has_value() == (is_known && !rule));
        if (is_known && rule) RC_ASSERT(turn.outcome.error().rule == *rule);
        if (!turn.outcome) return;
        const auto& fact = std::get<TransactionReversed>(turn.outcome->front().payload);
        const bool is_sale = paper.sales().contains(command.transaction);
        RC_ASSERT(fact.amount == (is_sale ? paper.sales().at(command.transaction).amount
                                          : paper.refunds().at(command.transaction).amount));
        RC_ASSERT(fact.fee == (is_sale ? paper.sales().at(command.transaction).fee : Money{}));
    });
}

RC_GTEST_PROP(Rule3, AReversalIsNotReversed, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    const auto& events = world.history().events();
    each_asked<ReverseTransaction>(
        world, [&](const WalletOracle&, const ReverseTransaction& command, const Turn& turn) {
            const Position asked = command.transaction;
            if (asked.is_none() || asked > turn.before.last) return;
            const Payload& named = events.at(asked.number - 1).payload;
            if (!std::holds_alternative<TransactionReversed>(named)) return;
            RC_ASSERT(!turn.outcome);
            const Rule rule = turn.outcome.error().rule;
            RC_ASSERT((rule == Rule::reversal_must_not_be_reversed ||
                       rule == Rule::reason_must_be_given));
        });
}

RC_GTEST_PROP(Rule3, ReceiptsAndRechargesAreCountedWithoutGaps, (const Story& story)) {
    const World world = told(story);
    std::uint64_t receipts = 0;
    std::map<WalletId, std::uint64_t> recharges;
    for (const Event& event : world.history().events()) {
        const auto* sale = std::get_if<CreditSold>(&event.payload);
        if (sale == nullptr) continue;
        RC_ASSERT(sale->receipt_number == ++receipts);
        RC_ASSERT(sale->recharge_count == ++recharges[sale->wallet]);
    }
}

}  // namespace
}  // namespace property
