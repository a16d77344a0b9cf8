#pragma once
#include <vector>

#include "ledger/rules/decide.hpp"

namespace ledger {

// What an account begins with where nothing was said: the site's defaults, written into the book as
// if somebody had said them, so that other defaults later change nobody's.

/// A meter as its account begins, and the events that make it so; none where the meter has terms of
/// its own, or the site has no defaults.
struct Begun {
    Meter meter;
    std::vector<Draft> said;
};
Begun begun_by_site(const State& state, const MeterId& id, Instant now, Position cause);

/// What a wallet that begins now may owe, and hold; none: the site says nothing of it.
std::optional<WalletLimits> limits_of_new_wallets(const State& state);

}  // namespace ledger
