#pragma once
#include <span>

#include "ledger/rating/rate.hpp"
#include "ledger/rules/state.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {

/// The terms that hold for a meter within an interval, oldest first: what is assigned to it, cut at
/// the versions of each tariff. A stretch whose tariff has no version yet has terms without tariff.
TermsInForce terms_of(const State& state, const Meter& meter, Interval interval);

/// What earlier charges of this meter left behind, as far as these terms ask for it. It is attached
/// to an account.
Standing standing_of(const State& state, const Meter& meter, const Wallet& wallet,
                     std::span<const Terms> terms);

/// Registers as energy. Nothing when they are beyond what the arithmetic holds.
inline std::optional<Energy> energy_of(const Registers& registers, std::uint64_t count) {
    const std::uint64_t step = std::uint64_t{registers.step_wh} * registers.ratio;
    std::uint64_t exact = 0;
    const bool is_too_much = __builtin_mul_overflow(count, step, &exact) ||
                             exact > static_cast<std::uint64_t>(most_energy.count());
    if (is_too_much) return std::nullopt;
    return Energy{static_cast<std::int64_t>(exact)};
}

}  // namespace ledger
