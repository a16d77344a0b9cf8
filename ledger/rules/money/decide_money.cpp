#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/approval.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/rules/money/credit.hpp"
#include "ledger/rules/money/service_fee.hpp"
#include "ledger/rules/office/shifts.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

/// What a change of a wallet's balance entails for the meters that draw on it.
Decision with_consequences(const State& state, const Occasion& occasion, const WalletId& wallet,
                           Draft draft, Money balance) {
    Consequences drafts(state, occasion, std::move(draft));
    drafts.watch_wallet(wallet, balance);
    return drafts.take();
}

Refused<Refusal> no_such_transaction(std::string_view field, Position position) {
    return refuse(
        Rule::transaction_must_exist, std::string(field),
        fmt::format("event {} is no sale or refund: give the position of one", position.number));
}

Objection check_sale_reversal(const State& state, const ReverseTransaction& command,
                              const Sale& sale) {
    if (sale.reversed)
        return Refusal{Rule::transaction_must_not_be_reversed_twice, "transaction",
                       "this sale was reversed already: there is nothing left to undo"};
    if (sale.refunded.is_positive())
        return Refusal{Rule::refunded_sale_must_not_be_reversed, "transaction",
                       fmt::format("{} of this sale was refunded: reverse the refund first, or "
                                   "refund the rest",
                                   to_text(sale.refunded))};
    const Money after = state.wallets.at(sale.wallet).balance - sale.amount;
    if (after.is_negative() && !command.debt_allowed)
        return Refusal{Rule::reversal_must_not_leave_debt, "transaction",
                       fmt::format("the wallet would be left with {}: refund what is unconsumed, "
                                   "or let someone with the right to leave a debt reverse it",
                                   to_text(after))};
    return std::nullopt;
}

/// What a wallet may come to hold or to owe, whatever leads there.
Objection check_bounds(Money balance) {
    if (balance <= most_money_at_once && balance >= -most_money_at_once) return std::nullopt;
    return Refusal{
        Rule::value_must_be_in_range, "transaction",
        fmt::format("the wallet would hold {}: between -{} and {} is possible", to_text(balance),
                    to_text(most_money_at_once), to_text(most_money_at_once))};
}

Decision reverse_sale(const State& state, const ReverseTransaction& command,
                      const Occasion& occasion, const Sale& sale) {
    const Wallet& wallet = state.wallets.at(sale.wallet);
    if (auto no = first_of(
            {check_open(state, wallet), check_credit_is_ours(state, sale.wallet, "transaction"),
             check_sale_reversal(state, command, sale), check_shift(state, occasion, sale.method)}))
        return refused(*no);
    const Money balance = wallet.balance - sale.amount;
    if (auto no = check_bounds(balance)) return refused(*no);
    const TransactionReversed fact{sale.wallet, command.transaction, TransactionKind::sale,
                                   sale.amount, sale.method,         balance,
                                   sale.fee};
    return done_or_proposed(state, occasion, {proposal_for(fact, command.debt_allowed)},
                            with_consequences(state, occasion, sale.wallet,
                                              {fact, occasion.now, command.transaction}, balance));
}

Decision reverse_refund(const State& state, const ReverseTransaction& command,
                        const Occasion& occasion, const Refund& refund) {
    const Wallet& wallet = state.wallets.at(refund.wallet);
    if (auto no = check_open(state, wallet)) return refused(*no);
    if (refund.reversed)
        return refuse(Rule::transaction_must_not_be_reversed_twice, "transaction",
                      "this refund was reversed already: there is nothing left to undo");
    if (auto no = check_shift(state, occasion, refund.method)) return refused(*no);
    const Money balance = wallet.balance + refund.amount;
    if (auto no = check_bounds(balance)) return refused(*no);
    const TransactionReversed fact{refund.wallet, command.transaction, TransactionKind::refund,
                                   refund.amount, refund.method,       balance};
    return done_or_proposed(state, occasion, {proposal_for(fact, command.debt_allowed)},
                            with_consequences(state, occasion, refund.wallet,
                                              {fact, occasion.now, command.transaction}, balance));
}

Objection check_sold(const Wallet& wallet, Money balance) {
    if (balance > most_money_at_once)
        return Refusal{Rule::value_must_be_in_range, "amount",
                       fmt::format("the wallet would hold {}: sell so that it holds at most {}",
                                   to_text(balance), to_text(most_money_at_once))};
    if (!wallet.hoarding_limit || balance <= *wallet.hoarding_limit) return std::nullopt;
    return Refusal{Rule::sale_must_fit_the_hoarding_limit, "amount",
                   fmt::format("the wallet would hold {} and may hold {}: sell less, or raise its "
                               "limit",
                               to_text(balance), to_text(*wallet.hoarding_limit))};
}

}  // namespace

Decision decide_one(const State& state, const SellCredit& command, const Occasion& occasion) {
    const Wallet* wallet = find(state.wallets, command.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", command.wallet.text());
    if (auto no = first_of({check_open(state, *wallet), check_amount(command.amount),
                            check_method(*state.site, command.method),
                            check_shift(state, occasion, command.method),
                            check_purchases(state, command.wallet)}))
        return refused(*no);
    const Money fee = service_fee(*state.site, command.amount);
    const Money balance = wallet->balance + command.amount - fee;
    if (auto no = check_sold(*wallet, balance)) return refused(*no);
    Consequences drafts(
        state, occasion,
        Draft{CreditSold{command.wallet, command.amount - fee, command.method, state.receipts + 1,
                         wallet->recharge_count + 1, balance, fee},
              occasion.now,
              {}});
    if (const Meter* meter = meter_with_credit(state, command.wallet))
        drafts.push_credit(*meter, command.amount - fee);
    drafts.watch_wallet(command.wallet, balance);
    return drafts.take();
}

Decision decide_one(const State& state, const RefundCredit& command, const Occasion& occasion) {
    const Sale* sale = find(state.sales, command.sale);
    if (sale == nullptr) return no_such_transaction("sale", command.sale);
    if (auto no =
            first_of({check_amount(command.amount), check_method(*state.site, command.method),
                      check_shift(state, occasion, command.method), check_reason(occasion.reason),
                      check_open(state, state.wallets.at(sale->wallet)),
                      check_credit_is_ours(state, sale->wallet, "sale")}))
        return refused(*no);
    if (sale->reversed)
        return refuse(Rule::reversed_sale_must_not_be_refunded, "sale",
                      "this sale was reversed: its money went back already");
    const Wallet& wallet = state.wallets.at(sale->wallet);
    const Money left = unconsumed(wallet, command.sale);
    if (command.amount > left)
        return refuse(Rule::refund_must_not_exceed_unconsumed_credit, "amount",
                      fmt::format("amount is {} and {} of this sale is unconsumed: refund at most "
                                  "that, in whole cents",
                                  to_text(command.amount), to_text(left)));
    const Money balance = wallet.balance - command.amount;
    const CreditRefunded fact{sale->wallet, command.sale, command.amount, command.method, balance};
    return done_or_proposed(state, occasion, {proposal_for(fact)},
                            with_consequences(state, occasion, sale->wallet,
                                              {fact, occasion.now, command.sale}, balance));
}

Decision decide_one(const State& state, const ReverseTransaction& command,
                    const Occasion& occasion) {
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    if (const Sale* sale = find(state.sales, command.transaction))
        return reverse_sale(state, command, occasion, *sale);
    if (const Refund* refund = find(state.refunds, command.transaction))
        return reverse_refund(state, command, occasion, *refund);
    if (const Position* undone = find(state.reversals, command.transaction))
        return refuse(
            Rule::reversal_must_not_be_reversed, "transaction",
            fmt::format("event {} is the reversal of event {}, and stands: sell or refund "
                        "anew",
                        command.transaction.number, undone->number));
    return no_such_transaction("transaction", command.transaction);
}

}  // namespace ledger
