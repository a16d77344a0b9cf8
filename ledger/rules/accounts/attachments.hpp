#pragma once
#include "ledger/rules/checks.hpp"
#include "ledger/rules/decide.hpp"

namespace ledger {

// How a meter comes to draw on a wallet.

/// Opened in one frame of the journal, with two alarms each.
constexpr std::size_t most_meters_of_an_account = 200;
/// The same with a reading, terms and an old balance each.
constexpr std::size_t most_meters_on_terms = 64;

WalletId wallet_of(const AccountId& account, WalletMode mode, const MeterId& meter);

/// It is registered, and nobody's.
Objection check_free(const State& state, const MeterId& id);

/// A free meter can be opened when it was read, and its energy has a price from then on.
Objection check_meter(const State& state, const Meter& meter);

/// 1 to 200 meters, each named once.
Objection check_list(const std::vector<MeterId>& meters);

/// To which account, with which wallet, and what that may owe and hold where it begins now.
struct Joining {
    AccountId account;
    WalletId wallet;
    std::optional<WalletLimits> limits;
};

/// From its last good reading on.
Draft attachment(const Meter& meter, Joining joining, Position cause);

}  // namespace ledger
