#include "ledger/rules/office/prints.hpp"

namespace ledger {

std::optional<WalletId> wallet_of_transaction(const State& state, Position transaction) {
    if (const Sale* sale = find(state.sales, transaction)) return sale->wallet;
    if (const Refund* refund = find(state.refunds, transaction)) return refund->wallet;
    const Position* undone = find(state.reversals, transaction);
    return undone == nullptr ? std::nullopt : wallet_of_transaction(state, *undone);
}

std::uint64_t prints_of(const State& state, Position transaction) {
    const std::uint64_t* prints = find(state.prints, transaction);
    return prints == nullptr ? 0 : *prints;
}

}  // namespace ledger
