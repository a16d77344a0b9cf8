#pragma once
#include <optional>

#include "ledger/rules/energy/charge.hpp"
#include "ledger/rules/energy/findings.hpp"

namespace ledger {

/// What an event charges, as long as nobody has rated it again. All that the state has to say of it
/// was taken with it, so any thread can, until a tariff or a calendar is published.
struct OpenCharge {
    ChargeBasis basis;
    EnergyUse use;
    Finding credit;  ///< what was wrong with the wallet before
};

// What the state has to say against an event that charges energy. The charge is left open.

Finding charging_breach(const State& state, const Envelope& envelope, const ReadingRecorded& fact,
                        std::optional<OpenCharge>& open);
Finding charging_breach(const State& state, const Envelope& envelope, const EnergyEstimated& fact,
                        std::optional<OpenCharge>& open);
Finding charging_breach(const State& state, const Envelope& envelope,
                        const RegisterRolledOver& fact, std::optional<OpenCharge>& open);

/// Rates it again: the event that left it open must say the same.
Finding charge_breach(const OpenCharge& open, const Payload& payload);

}  // namespace ledger
