#pragma once
#include <map>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"

namespace story {

/// What one event does to one wallet, read from the raw event and not from the ledger's postings.
struct Move {
    ledger::WalletId wallet;
    ledger::Money amount;  ///< into the wallet
    std::string other;     ///< the account on the other side
};

/// Nothing for an event that moves no money.
inline std::vector<Move> moves(const ledger::Event& event) {
    using namespace ledger;  // NOLINT(google-build-using-namespace)
    if (const auto* sold = std::get_if<CreditSold>(&event.payload))
        return {{sold->wallet, sold->amount, "cash:" + sold->method.text()}};
    if (const auto* paid = std::get_if<CreditRefunded>(&event.payload))
        return {{paid->wallet, Money{} - paid->amount, "cash:" + paid->method.text()}};
    if (const auto* undone = std::get_if<TransactionReversed>(&event.payload))
        return {{undone->wallet,
                 undone->kind == TransactionKind::sale ? Money{} - undone->amount : undone->amount,
                 "cash:" + undone->method.text()}};
    const auto* reading = std::get_if<ReadingRecorded>(&event.payload);
    if (reading == nullptr) return {};
    Money charged;
    for (const ChargeLine& line : reading->lines) charged += line.amount;
    if (charged.is_zero()) return {};
    return {{reading->wallet, Money{} - charged, "revenue:energy"}};
}

/// Every account's balance after the events that `counts` accepts: positive is a debit.
template <class Counts>
std::map<std::string, ledger::Money> balances(const std::vector<ledger::Event>& events,
                                              const Counts& counts) {
    std::map<std::string, ledger::Money> sums;
    for (const ledger::Event& event : events) {
        if (!counts(event.envelope)) continue;
        for (const Move& move : moves(event)) {
            sums["wallet:" + move.wallet.text()] -= move.amount;
            sums[move.other] += move.amount;
        }
    }
    return sums;
}

}  // namespace story
