#pragma once
#include <span>

#include "ledger/rating/rate.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// The terms that hold for a meter within an interval, oldest first: what is assigned to it, cut at
/// the versions of each tariff. A stretch whose tariff has no version yet has terms without tariff.
TermsInForce terms_of(const State& state, const Meter& meter, Interval interval);

/// What earlier charges of this meter left behind, as far as these terms ask for it. It is attached
/// to an account.
Standing standing_of(const State& state, const Meter& meter, const Wallet& wallet,
                     std::span<const Terms> terms);

/// Registers as energy. Nothing when they are beyond what the arithmetic holds.
std::optional<Energy> energy_of(const Registers& registers, std::uint64_t count);

}  // namespace ledger
