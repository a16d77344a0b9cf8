#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/rules/state.hpp"
#include "ledger/values/result.hpp"

namespace ledger {

/// A meter's past, charged again.
struct Correction {
    ChargeCorrected fact;
    Money balance;                   ///< of the wallet, after it
    std::vector<Position> left_out;  ///< late readings that contradict those around them
};

/// Why a past cannot be charged again.
struct Hindrance {
    bool is_past_too_short;  ///< what was brought does not reach back far enough; else: no price
    std::string detail;
};

/// Would these lines, without amounts yet, move more money there and back than is summed exactly?
std::optional<Hindrance> beyond_arithmetic(std::span<const ChargeLine> lines);

/// What a meter's past costs more by what is known today than it was charged.
struct Recharged {
    Day since;
    Day until;
    std::vector<ChargeLine> lines;  ///< without amounts, by day
    TierCount tiers;                ///< at the end
    std::vector<Position> left_out;
};

/// What an attached meter should have been charged since `from`, by all that is known today, less
/// what it was:
///
/// 1. The chain of readings is laid anew (chain.hpp). The first day that may change is that of the
///    last reading before `from`; where tiers count, it is the first day of their cycle.
/// 2. Every interval from the last reading before that day on is rated by the terms of today.
/// 3. From the lines of that day and later, those are taken away that were recorded for them, by
///    day, band, tier, tariff version and price. What is left is the difference.
/// Pure; the past reaches to the newest event of the meter.
Result<Recharged, Hindrance> recharge_of(const State& state, const Meter& meter, const Due& due,
                                         std::span<const Event> past);

/// The same as an event, posted through the wallet's carry like any charge. Where there are more
/// lines than an event holds it is the first part of them, of whole days: the rest stays due.
Result<Correction, Hindrance> correction_of(const State& state, const Meter& meter, const Due& due,
                                            std::span<const Event> past);

}  // namespace ledger
