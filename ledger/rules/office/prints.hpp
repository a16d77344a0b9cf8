#pragma once
#include <cstdint>
#include <optional>

#include "ledger/rules/state.hpp"

namespace ledger {

/// The wallet of a sale, a refund or a reversal; nothing for any other event.
std::optional<WalletId> wallet_of_transaction(const State& state, Position transaction);

/// How many times its receipt has been put on paper.
std::uint64_t prints_of(const State& state, Position transaction);

}  // namespace ledger
