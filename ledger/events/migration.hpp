#pragma once
#include "ledger/events/energy.hpp"

namespace ledger {

/// Another device hangs in this place from now on. Wallet, credit, carry, tiers and thresholds are
/// the place's, and stay. What the old one counted to its end stands in the event before this one.
struct MeterReplaced {
    static constexpr int tag = 70;
    static constexpr std::string_view event_name = "MeterReplaced";
    MeterId meter;
    std::string old_number;
    Registers final;  ///< of the old device, as it was last charged
    std::string number;
    ProfileId profile;
    std::uint32_t unit;
    std::uint32_t ct;
    std::uint32_t pt;
    std::uint32_t rated_power_w;
    bool has_relay;
    Registers opening;  ///< of the new device: the next reading is compared with it

    static constexpr void fields(auto&& visit) {
        using T = MeterReplaced;
        visit(field<1>("meter", &T::meter), field<2>("old_number", &T::old_number),
              field<3>("final", &T::final), field<4>("number", &T::number),
              field<5>("profile", &T::profile), field<6>("unit", &T::unit), field<7>("ct", &T::ct),
              field<8>("pt", &T::pt), field<9>("rated_power_w", &T::rated_power_w),
              field<10>("has_relay", &T::has_relay), field<11>("opening", &T::opening));
    }
    friend bool operator==(const MeterReplaced&, const MeterReplaced&) = default;
};

/// Registers went through their highest count and began at zero: what lies across is charged here.
struct RegisterRolledOver {
    static constexpr int tag = 71;
    static constexpr std::string_view event_name = "RegisterRolledOver";
    MeterId meter;
    std::uint64_t modulus;  ///< counts of a register before it begins anew, e.g. 1,000,000
    Registers registers;    ///< after it
    Position previous;      ///< the good reading before it
    WalletId wallet;        ///< who is charged; nobody: empty
    std::vector<ChargeLine> lines;
    std::int64_t carry_after;
    TierCount tiers_after{};

    static constexpr void fields(auto&& visit) {
        using T = RegisterRolledOver;
        visit(field<1>("meter", &T::meter), field<2>("modulus", &T::modulus),
              field<3>("registers", &T::registers), field<4>("previous", &T::previous),
              field<5>("wallet", &T::wallet), field<6>("lines", &T::lines),
              field<7>("carry_after", &T::carry_after), field<8>("tiers_after", &T::tiers_after));
    }
    friend bool operator==(const RegisterRolledOver&, const RegisterRolledOver&) = default;
};

/// The same device, with registers that were set back: nothing is charged across.
struct MeterReset {
    static constexpr int tag = 72;
    static constexpr std::string_view event_name = "MeterReset";
    MeterId meter;
    Registers before;  ///< the last good ones
    Registers after;   ///< the next reading is compared with them

    static constexpr void fields(auto&& visit) {
        using T = MeterReset;
        visit(field<1>("meter", &T::meter), field<2>("before", &T::before),
              field<3>("after", &T::after));
    }
    friend bool operator==(const MeterReset&, const MeterReset&) = default;
};

/// Other transformers: what was counted before is charged with the old ratio.
struct TransformerRatioChanged {
    static constexpr int tag = 73;
    static constexpr std::string_view event_name = "TransformerRatioChanged";
    MeterId meter;
    std::uint32_t ct;
    std::uint32_t pt;
    Registers registers;  ///< the same counts, with the new ratio

    static constexpr void fields(auto&& visit) {
        using T = TransformerRatioChanged;
        visit(field<1>("meter", &T::meter), field<2>("ct", &T::ct), field<3>("pt", &T::pt),
              field<4>("registers", &T::registers));
    }
    friend bool operator==(const TransformerRatioChanged&,
                           const TransformerRatioChanged&) = default;
};

}  // namespace ledger
