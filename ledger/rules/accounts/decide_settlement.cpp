#include <fmt/core.h>

#include "ledger/rules/accounts/settlements.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/approval.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/rules/office/shifts.hpp"
#include "ledger/values/limits.hpp"

// The end of a wallet while its account goes on: no money is stranded where nobody can get at it.

namespace ledger {
namespace {

WalletSettled settled(const WalletId& id, Money balance, const MethodId& method) {
    const Settlement end = settlement(id, balance, method);
    return {end.wallet, end.method, end.paid_out, end.rounding};
}

Objection check_idle(const State& state, const WalletId& wallet, const Meter* leaving) {
    for (const Meter* each : meters_of(state, wallet)) {
        if (each == leaving) continue;
        return Refusal{Rule::wallet_must_be_idle, "wallet",
                       fmt::format("meter '{}' draws on wallet '{}': detach it first, or refund "
                                   "what is unconsumed",
                                   each->registered.meter.text(), wallet.text())};
    }
    return std::nullopt;
}

Objection check_taker(const State& state, const WalletId& from, const WalletId& to) {
    const Wallet* wallet = find(state.wallets, to);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "rest_to", to.text()).error;
    if (from == to)
        return Refusal{Rule::wallets_must_differ, "rest_to",
                       "this is the wallet that is left: name another"};
    return first_of({check_open(state, *wallet), check_credit_is_ours(state, from, "rest_to"),
                     check_credit_is_ours(state, to, "rest_to")});
}

/// All of it goes, to the last micro-unit.
Result<Rest, Refusal> moved(const State& state, const TransferCredit& all, Instant now) {
    const auto& [from, to, amount] = all;
    if (auto no = check_taker(state, from, to)) return refused(*no);
    if (amount.is_negative())
        return refuse(Rule::transfer_must_not_exceed_credit, "rest_to",
                      fmt::format("the wallet holds {}: a debt is collected, so give settle_by",
                                  to_text(amount)));
    const Money arrived = state.wallets.at(to).balance + amount;
    if (arrived > most_money_at_once)
        return refuse(Rule::value_must_be_in_range, "rest_to",
                      fmt::format("the other wallet would hold {}: at most {} is possible",
                                  to_text(arrived), to_text(most_money_at_once)));
    if (amount.is_zero()) return Rest{};
    return Rest{only({CreditTransferred{from, to, amount, Money{}, arrived}, now, {}}), arrived};
}

}  // namespace

Settlement settlement(const WalletId& id, Money balance, const MethodId& method) {
    constexpr std::int64_t cent = 10'000;
    std::int64_t whole = balance.count() / cent;
    if (balance.count() % cent < 0) --whole;
    const Money paid_out{whole * cent};
    return {id, method, paid_out, balance - paid_out};
}

Result<Rest, Refusal> rest_of(const State& state, const Meter& leaving, const DetachMeter& command,
                              Money balance, const Occasion& occasion) {
    if (!command.settle_by && !command.rest_to) return Rest{};
    if (command.settle_by && command.rest_to)
        return refuse(Rule::value_must_be_in_range, "rest_to",
                      "the rest is settled and moved at once: give settle_by, or rest_to");
    if (auto no = check_idle(state, leaving.wallet, &leaving)) return refused(*no);
    if (command.rest_to)
        return moved(state, {leaving.wallet, *command.rest_to, balance}, occasion.now);
    if (auto no = check_method(*state.site, *command.settle_by)) {
        no->field = "settle_by";
        return refused(*no);
    }
    if (balance.is_zero()) return Rest{};
    if (auto no = check_shift(state, occasion, *command.settle_by)) return refused(*no);
    const WalletSettled end = settled(leaving.wallet, balance, *command.settle_by);
    return Rest{only({end, occasion.now, {}}), {}, {proposal_for(end)}};
}

Decision decide_one(const State& state, const SettleWallet& command, const Occasion& occasion) {
    const Wallet* wallet = find(state.wallets, command.wallet);
    if (wallet == nullptr) return no_such(Rule::wallet_must_exist, "wallet", command.wallet.text());
    if (auto no =
            first_of({check_open(state, *wallet), check_method(*state.site, command.method),
                      check_reason(occasion.reason), check_idle(state, command.wallet, nullptr)}))
        return refused(*no);
    if (wallet->balance.is_zero()) return nothing_changes();
    const WalletSettled end = settled(command.wallet, wallet->balance, command.method);
    if (!end.paid_out.is_zero()) {
        if (auto no = check_shift(state, occasion, command.method)) return refused(*no);
    }
    return done_or_proposed(state, occasion, {proposal_for(end)}, one_event(end, occasion));
}

}  // namespace ledger
