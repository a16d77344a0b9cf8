#pragma once
#include <cstdint>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

// Sales to meters that deduct by themselves, and the count 购电次数 that keeps the meter and the
// book from crediting one twice.

/// The meter that holds the credit of this wallet itself; nothing where the book does.
const Meter* meter_with_credit(const State& state, const WalletId& wallet);

/// The count of the next push to this meter, after those that are on their way. Its count is known.
std::uint64_t next_purchase_count(const State& state, const Meter& meter);

/// The event that sends a sale out. It waits for its meter as long as that takes.
CommandRequested credit_push(const Meter& meter, Cargo cargo);

/// Whether the count that a meter shows is what the book expects: that of the last push it took, or
/// the next one's where that was sent and its outcome is not known yet.
bool is_expected(const State& state, const Meter& meter, std::uint64_t count_seen);

/// Something may be sold to this wallet: where a meter holds its credit, that meter and the book
/// agree on its count.
Objection check_purchases(const State& state, const WalletId& wallet);

/// The credit of this wallet can be taken back: it is not on a meter.
Objection check_credit_is_ours(const State& state, const WalletId& wallet, std::string_view field);

/// No sale is on its way to this meter.
Objection check_no_push(const State& state, const Meter& meter);

/// A meter that deducts by itself shares its wallet with no other.
Objection check_wallet_mode(const State& state, WalletMode mode, const MeterId& id);

}  // namespace ledger
