#pragma once
#include "ledger/rules/laws.hpp"

namespace ledger {

// The laws about what the state does not remember: they ask for the meter's past.

/// The reading was good, said what is told of it, and the chain stands as is told.
std::optional<Breach> correction_breach(const State& state, const Envelope& envelope,
                                        const ReadingCorrected& fact, const PastOf& past_of);

/// The meter was due, and charging its past again gives the same difference.
std::optional<Breach> correction_breach(const State& state, const Envelope& envelope,
                                        const ChargeCorrected& fact, const PastOf& past_of);

}  // namespace ledger
