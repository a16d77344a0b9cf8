#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/words.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {

/// A meter's energy registers as they stood, raw, with what turns a count into watt-hours.
struct Registers {
    std::uint64_t total;
    std::vector<std::uint64_t> rates;  ///< sharp, peak, flat, valley (, deep valley); empty: none
    std::uint32_t step_wh;             ///< watt-hours of one count, before the ratio
    std::uint32_t ratio;               ///< CT × PT, 1 where the registers are primary-side

    static constexpr void fields(auto&& visit) {
        using T = Registers;
        visit(field<1>("total", &T::total), field<2>("rates", &T::rates),
              field<3>("step_wh", &T::step_wh), field<4>("ratio", &T::ratio));
    }
    friend bool operator==(const Registers&, const Registers&) = default;
};

/// What the meter showed besides its energy. Observations: none of them moves money.
struct Observation {
    std::optional<Money> remaining;               ///< the meter's own idea of the credit
    std::optional<std::uint64_t> purchase_count;  ///< 购电次数
    std::optional<bool> relay_closed;
    std::optional<bool> forced;                  ///< forced control is on
    std::optional<std::int64_t> power_w;         ///< on the primary side
    std::optional<std::int64_t> clock_offset_s;  ///< meter's clock less ours

    static constexpr void fields(auto&& visit) {
        using T = Observation;
        visit(field<1>("remaining", &T::remaining), field<2>("purchase_count", &T::purchase_count),
              field<3>("relay_closed", &T::relay_closed), field<4>("forced", &T::forced),
              field<5>("power_w", &T::power_w), field<6>("clock_offset_s", &T::clock_offset_s));
    }
    friend bool operator==(const Observation&, const Observation&) = default;
};

/// Energy of one band, day and tariff version at one price.
struct ChargeLine {
    Position tariff;  ///< of the TariffPublished event; none: nobody is charged
    Band band;
    Day day;  ///< in the site's zone
    Energy energy;
    Price price;
    Money amount;  ///< posted; what does not fill a micro-unit went on to the next line
    LineBasis basis;
    std::uint32_t tier{};  ///< 0: the energy itself; else the surcharge of this tier on energy that
                           ///< stands in other lines

    static constexpr void fields(auto&& visit) {
        using T = ChargeLine;
        visit(field<1>("tariff", &T::tariff), field<2>("band", &T::band), field<3>("day", &T::day),
              field<4>("energy", &T::energy), field<5>("price", &T::price),
              field<6>("amount", &T::amount), field<7>("basis", &T::basis),
              field<8>("tier", &T::tier));
    }
    friend bool operator==(const ChargeLine&, const ChargeLine&) = default;
};

/// Where a meter stands in the tiers of its tariff.
struct TierCount {
    Day cycle;    ///< the first day of the month or year that is counted
    Energy used;  ///< since then, under tariffs with tiers

    static constexpr void fields(auto&& visit) {
        visit(field<1>("cycle", &TierCount::cycle), field<2>("used", &TierCount::used));
    }
    friend bool operator==(const TierCount&, const TierCount&) = default;
};

/// The energy in these lines; a tier's surcharge has none of its own.
inline Energy energy_in(const std::vector<ChargeLine>& lines) {
    Energy sum;
    for (const ChargeLine& line : lines) sum += line.tier == 0 ? line.energy : Energy{};
    return sum;
}

/// A good reading, and what was charged for the energy since the one before it.
struct ReadingRecorded {
    static constexpr int tag = 60;
    static constexpr std::string_view event_name = "ReadingRecorded";
    MeterId meter;
    Registers registers;
    Observation seen;
    ReadingUse use;
    Position previous;  ///< the good reading (or the attachment) this one is compared with
    WalletId wallet;    ///< who is charged; nobody: empty
    std::vector<ChargeLine> lines;
    std::int64_t carry_after;  ///< of the wallet, in 1e-11 currency units, 0 to 99 999
    TierCount tiers_after{};   ///< of the meter

    static constexpr void fields(auto&& visit) {
        using T = ReadingRecorded;
        visit(field<1>("meter", &T::meter), field<2>("registers", &T::registers),
              field<3>("seen", &T::seen), field<4>("use", &T::use),
              field<5>("previous", &T::previous), field<6>("wallet", &T::wallet),
              field<7>("lines", &T::lines), field<8>("carry_after", &T::carry_after),
              field<9>("tiers_after", &T::tiers_after));
    }
    friend bool operator==(const ReadingRecorded&, const ReadingRecorded&) = default;
};

/// A reading that must not be charged; the next good one is judged against the last good one.
struct ReadingQuarantined {
    static constexpr int tag = 61;
    static constexpr std::string_view event_name = "ReadingQuarantined";
    MeterId meter;
    Registers registers;
    Observation seen;
    std::string number_seen;  ///< meter number, where it was read
    std::uint32_t ct_seen;    ///< 0: not shown
    std::uint32_t pt_seen;
    QuarantineReason reason;
    std::string detail;

    static constexpr void fields(auto&& visit) {
        using T = ReadingQuarantined;
        visit(field<1>("meter", &T::meter), field<2>("registers", &T::registers),
              field<3>("seen", &T::seen), field<4>("number_seen", &T::number_seen),
              field<5>("ct_seen", &T::ct_seen), field<6>("pt_seen", &T::pt_seen),
              field<7>("reason", &T::reason), field<8>("detail", &T::detail));
    }
    friend bool operator==(const ReadingQuarantined&, const ReadingQuarantined&) = default;
};

/// A person decided about a quarantined reading. What is charged stands in the ReadingRecorded that
/// follows.
struct QuarantineResolved {
    static constexpr int tag = 62;
    static constexpr std::string_view event_name = "QuarantineResolved";
    Position reading;
    MeterId meter;
    Resolution resolution;

    static constexpr void fields(auto&& visit) {
        using T = QuarantineResolved;
        visit(field<1>("reading", &T::reading), field<2>("meter", &T::meter),
              field<3>("resolution", &T::resolution));
    }
    friend bool operator==(const QuarantineResolved&, const QuarantineResolved&) = default;
};

/// Energy that no register shows, as a person estimated it: a meter that was broken, or was taken
/// away unread.
struct EnergyEstimated {
    static constexpr int tag = 64;
    static constexpr std::string_view event_name = "EnergyEstimated";
    MeterId meter;
    Energy energy;
    Instant since;      ///< the last good reading; until the event occurred
    Position previous;  ///< that reading
    WalletId wallet;    ///< who is charged; nobody: empty
    std::vector<ChargeLine> lines;
    std::int64_t carry_after;
    TierCount tiers_after{};

    static constexpr void fields(auto&& visit) {
        using T = EnergyEstimated;
        visit(field<1>("meter", &T::meter), field<2>("energy", &T::energy),
              field<3>("since", &T::since), field<4>("previous", &T::previous),
              field<5>("wallet", &T::wallet), field<6>("lines", &T::lines),
              field<7>("carry_after", &T::carry_after), field<8>("tiers_after", &T::tiers_after));
    }
    friend bool operator==(const EnergyEstimated&, const EnergyEstimated&) = default;
};

/// A good reading was keyed or read wrongly, as a person found out. The reading stays; what was
/// charged by it is corrected in a ChargeCorrected that follows.
struct ReadingCorrected {
    static constexpr int tag = 65;
    static constexpr std::string_view event_name = "ReadingCorrected";
    Position reading;
    MeterId meter;
    Registers before;     ///< what it said
    Registers registers;  ///< what the meter showed in truth
    Registers stands;     ///< what the next reading is compared with from now on

    static constexpr void fields(auto&& visit) {
        using T = ReadingCorrected;
        visit(field<1>("reading", &T::reading), field<2>("meter", &T::meter),
              field<3>("before", &T::before), field<4>("registers", &T::registers),
              field<5>("stands", &T::stands));
    }
    friend bool operator==(const ReadingCorrected&, const ReadingCorrected&) = default;
};

/// What was charged for these days is charged again by what is known today: the lines are the
/// difference. Negative energy takes back what was charged at its price; what stays as it was is
/// not named. No lines: nothing had to change.
struct ChargeCorrected {
    static constexpr int tag = 63;
    static constexpr std::string_view event_name = "ChargeCorrected";
    MeterId meter;
    WalletId wallet;  ///< who is charged; nobody: empty
    Position cause;   ///< the newest fact that is settled here
    Day since;        ///< the first day that was charged again
    Day until;        ///< the last one: that of the newest reading
    std::vector<ChargeLine> lines;
    std::int64_t carry_after;
    TierCount tiers_after{};

    static constexpr void fields(auto&& visit) {
        using T = ChargeCorrected;
        visit(field<1>("meter", &T::meter), field<2>("wallet", &T::wallet),
              field<3>("cause", &T::cause), field<4>("since", &T::since),
              field<5>("until", &T::until), field<6>("lines", &T::lines),
              field<7>("carry_after", &T::carry_after), field<8>("tiers_after", &T::tiers_after));
    }
    friend bool operator==(const ChargeCorrected&, const ChargeCorrected&) = default;
};

}  // namespace ledger
