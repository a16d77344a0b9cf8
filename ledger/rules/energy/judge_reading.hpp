#pragma once
#include <optional>
#include <string>

#include "ledger/rating/rate.hpp"
#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Why a reading must not be charged.
struct Doubt {
    QuarantineReason reason;
    std::string detail;
};

/// Is the meter who it says it was at that moment, with the ratio that it had?
std::optional<Doubt> judge_identity(const RecordReading& reading, const Meter& known);

/// What was counted since the last good reading, if these registers could follow it: same shape,
/// none went back, and no more energy by total or by rates than rated power × elapsed time × margin
/// (and two steps a register).
Result<EnergyUse, Doubt> plausible_use(const RecordReading& reading, const Meter& meter,
                                       std::uint32_t margin_percent);

/// Could these registers have stood before the last good ones?
std::optional<Doubt> judge_late(const Registers& late, const LastReading& last);

/// Is this more energy than rated power × elapsed time × margin (and two steps a register)?
std::optional<Doubt> judge_energy(const EnergyUse& use, const RecordReading& reading,
                                  const Meter& meter, std::uint32_t margin_percent);

/// As many rate registers as before, each of the same step and ratio.
bool have_same_shape(const Registers& a, const Registers& b);

/// Of two of the same shape: no register went back.
bool is_nowhere_below(const Registers& later, const Registers& earlier);

/// More than the arithmetic of money holds (limits.hpp), in the total, a rate or the remainder:
/// whatever a person says of it, it is not charged.
std::optional<Doubt> judge_size(const EnergyUse& use);

/// What was counted by registers of so many counts, some of which went through zero. Nothing where
/// the shapes differ, or a count is not below the modulus.
std::optional<EnergyUse> use_across(const Registers& earlier, const Registers& later,
                                    std::uint64_t modulus);

/// What was counted between two readings of the same shape, the later not below the earlier.
EnergyUse use_between(const Registers& earlier, const Registers& later);

}  // namespace ledger
