#pragma once
#include <optional>
#include <string>

#include "ledger/events/event.hpp"

namespace ledger {

// What a person tells the book about a meter and its readings: it is never guessed.

/// A person decides about the newest reading of a meter that is in quarantine.
struct ResolveQuarantine {
    Position reading;
    Resolution resolution;
    std::optional<Registers> registers;  ///< keyed in, where it is corrected

    static constexpr void fields(auto&& visit) {
        using T = ResolveQuarantine;
        visit(field<1>("reading", &T::reading), field<2>("resolution", &T::resolution),
              field<3>("registers", &T::registers));
    }
    friend bool operator==(const ResolveQuarantine&, const ResolveQuarantine&) = default;
};

/// Another device was hung in this place. The old one was read at its end, or what it counted since
/// its last reading is estimated.
struct ReplaceMeter {
    MeterId meter;
    Instant replaced_at;
    std::optional<Registers> final;   ///< of the old device; none: it could not be read
    std::optional<Energy> estimated;  ///< where it could not be read
    std::string number;
    ProfileId profile;
    std::uint32_t unit;
    std::uint32_t ct;
    std::uint32_t pt;
    std::uint32_t rated_power_w;
    bool has_relay;
    Registers opening;  ///< of the new device

    static constexpr void fields(auto&& visit) {
        using T = ReplaceMeter;
        visit(field<1>("meter", &T::meter), field<2>("replaced_at", &T::replaced_at),
              field<3>("final", &T::final), field<4>("estimated", &T::estimated),
              field<5>("number", &T::number), field<6>("profile", &T::profile),
              field<7>("unit", &T::unit), field<8>("ct", &T::ct), field<9>("pt", &T::pt),
              field<10>("rated_power_w", &T::rated_power_w), field<11>("has_relay", &T::has_relay),
              field<12>("opening", &T::opening));
    }
    friend bool operator==(const ReplaceMeter&, const ReplaceMeter&) = default;
};

/// The newest quarantined reading went back because its registers rolled over.
struct RollOver {
    Position reading;
    std::uint64_t modulus;  ///< counts of a register before it begins anew

    static constexpr void fields(auto&& visit) {
        visit(field<1>("reading", &RollOver::reading), field<2>("modulus", &RollOver::modulus));
    }
    friend bool operator==(const RollOver&, const RollOver&) = default;
};

/// The newest quarantined reading went back because the device was reset.
struct ResetMeter {
    Position reading;
    /// What it counted since its last good reading, with what it shows now; none is refused.
    std::optional<Energy> estimated;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("reading", &ResetMeter::reading),
              field<2>("estimated", &ResetMeter::estimated));
    }
    friend bool operator==(const ResetMeter&, const ResetMeter&) = default;
};

/// From the last good reading on, which must be fresh, other transformers are in place.
struct ChangeRatio {
    MeterId meter;
    std::uint32_t ct;
    std::uint32_t pt;
    bool secondary_side;  ///< the registers count before the transformers, and are multiplied

    static constexpr void fields(auto&& visit) {
        using T = ChangeRatio;
        visit(field<1>("meter", &T::meter), field<2>("ct", &T::ct), field<3>("pt", &T::pt),
              field<4>("secondary_side", &T::secondary_side));
    }
    friend bool operator==(const ChangeRatio&, const ChangeRatio&) = default;
};

}  // namespace ledger
