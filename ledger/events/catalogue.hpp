#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/site.hpp"
#include "ledger/events/words.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/one_of.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {

struct BuildingRegistered {
    static constexpr int tag = 21;
    static constexpr std::string_view event_name = "BuildingRegistered";
    BuildingId building;
    std::string name;

    static constexpr void fields(auto&& visit) {
        using T = BuildingRegistered;
        visit(field<1>("building", &T::building), field<2>("name", &T::name));
    }
    friend bool operator==(const BuildingRegistered&, const BuildingRegistered&) = default;
};

/// A box that joins lines to the network: a serial server or a Modbus gateway; or a computer beside
/// the meters, which reads its lines itself and delivers what it read (`meterbook collect`).
struct GatewayRegistered {
    static constexpr int tag = 22;
    static constexpr std::string_view event_name = "GatewayRegistered";
    GatewayId gateway;
    BuildingId building;
    std::string name;
    bool collects{};  ///< its lines are read by itself, not by the book's own poller

    static constexpr void fields(auto&& visit) {
        using T = GatewayRegistered;
        visit(field<1>("gateway", &T::gateway), field<2>("building", &T::building),
              field<3>("name", &T::name), field<4>("collects", &T::collects));
    }
    friend bool operator==(const GatewayRegistered&, const GatewayRegistered&) = default;
};

/// One RS-485 bus and the way to it.
struct LineRegistered {
    static constexpr int tag = 23;
    static constexpr std::string_view event_name = "LineRegistered";
    LineId line;
    GatewayId gateway;  ///< none for a serial device of this machine
    Transport transport;
    std::string address;  ///< "host:port", or the serial device
    std::uint32_t baud;
    Parity parity;
    std::uint32_t stop_bits;
    std::uint32_t response_timeout_ms;
    std::optional<std::uint32_t> poll_interval_s;  ///< none: the site's
    std::uint32_t max_meters;  ///< 30 by the book; more where boxes answer for many units

    static constexpr void fields(auto&& visit) {
        using T = LineRegistered;
        visit(field<1>("line", &T::line), field<2>("gateway", &T::gateway),
              field<3>("transport", &T::transport), field<4>("address", &T::address),
              field<5>("baud", &T::baud), field<6>("parity", &T::parity),
              field<7>("stop_bits", &T::stop_bits),
              field<8>("response_timeout_ms", &T::response_timeout_ms),
              field<9>("poll_interval_s", &T::poll_interval_s),
              field<10>("max_meters", &T::max_meters));
    }
    friend bool operator==(const LineRegistered&, const LineRegistered&) = default;
};

/// Where a meter hangs.
struct Place {
    BuildingId building;
    std::string floor;
    std::string room;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("building", &Place::building), field<2>("floor", &Place::floor),
              field<3>("room", &Place::room));
    }
    friend bool operator==(const Place&, const Place&) = default;
};

struct MeterRegistered {
    static constexpr int tag = 24;
    static constexpr std::string_view event_name = "MeterRegistered";
    MeterId meter;
    LineId line;
    std::uint32_t unit;  ///< Modbus slave id, 1 to 247
    ProfileId profile;
    std::string number;  ///< the number the meter shows of itself; empty: it shows none
    std::uint32_t ct;    ///< current transformer ratio, 1 for a direct connection
    std::uint32_t pt;
    std::uint32_t rated_power_w;  ///< the most this supply can draw, on the primary side
    bool has_relay;
    DeductMode mode;
    Place place;
    std::optional<std::uint32_t> poll_interval_s;  ///< none: the line's
    MeterId main_meter{};  ///< 总表: all that this one counts went through it; none: through none

    static constexpr void fields(auto&& visit) {
        using T = MeterRegistered;
        visit(field<1>("meter", &T::meter), field<2>("line", &T::line), field<3>("unit", &T::unit),
              field<4>("profile", &T::profile), field<5>("number", &T::number),
              field<6>("ct", &T::ct), field<7>("pt", &T::pt),
              field<8>("rated_power_w", &T::rated_power_w), field<9>("has_relay", &T::has_relay),
              field<10>("mode", &T::mode), field<11>("place", &T::place),
              field<12>("poll_interval_s", &T::poll_interval_s),
              field<13>("main_meter", &T::main_meter));
    }
    friend bool operator==(const MeterRegistered&, const MeterRegistered&) = default;
};

/// The meter is not there any more: it is not polled, and its unit is free. What it told stays.
/// Registered again, it is back.
struct MeterRetired {
    static constexpr int tag = 29;
    static constexpr std::string_view event_name = "MeterRetired";
    MeterId meter;

    static constexpr void fields(auto&& visit) { visit(field<1>("meter", &MeterRetired::meter)); }
    friend bool operator==(const MeterRetired&, const MeterRetired&) = default;
};

struct BandPrice {
    Band band;
    Price price;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("band", &BandPrice::band), field<2>("price", &BandPrice::price));
    }
    friend bool operator==(const BandPrice&, const BandPrice&) = default;
};

/// From this minute of the day on, until the next slot begins.
struct BandSlot {
    std::uint32_t from_minute;  ///< 0 to 1439
    Band band;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("from_minute", &BandSlot::from_minute), field<2>("band", &BandSlot::band));
    }
    friend bool operator==(const BandSlot&, const BandSlot&) = default;
};

/// Days on which another schedule holds than on all others.
struct DayRule {
    MonthDay from;
    MonthDay to;  ///< that day too; before `from`: over the end of the year
    DayKind on{};
    std::vector<std::uint32_t> weekdays;  ///< 1 Monday to 7 Sunday; empty: all
    std::vector<BandSlot> schedule;       ///< the first slot at minute 0

    static constexpr void fields(auto&& visit) {
        using T = DayRule;
        visit(field<1>("from", &T::from), field<2>("to", &T::to), field<3>("on", &T::on),
              field<4>("weekdays", &T::weekdays), field<5>("schedule", &T::schedule));
    }
    friend bool operator==(const DayRule&, const DayRule&) = default;
};

/// 阶梯: what every kilowatt-hour beyond a limit costs more, in whatever band it was used.
struct Tier {
    Energy above;     ///< used in the cycle before this tier begins
    Price surcharge;  ///< on top of the band's price; it replaces the tier before, and may be
                      ///< negative

    static constexpr void fields(auto&& visit) {
        visit(field<1>("above", &Tier::above), field<2>("surcharge", &Tier::surcharge));
    }
    friend bool operator==(const Tier&, const Tier&) = default;
};

struct CalendarDay {
    Day day;
    SpecialDay kind{};

    static constexpr void fields(auto&& visit) {
        visit(field<1>("day", &CalendarDay::day), field<2>("kind", &CalendarDay::kind));
    }
    friend bool operator==(const CalendarDay&, const CalendarDay&) = default;
};

/// The holidays of a country or a trade, and the weekends it works through 调休. It replaces the
/// list before it.
struct CalendarPublished {
    static constexpr int tag = 28;
    static constexpr std::string_view event_name = "CalendarPublished";
    CalendarId calendar;
    std::string name;
    std::vector<CalendarDay> days;  ///< ascending

    static constexpr void fields(auto&& visit) {
        using T = CalendarPublished;
        visit(field<1>("calendar", &T::calendar), field<2>("name", &T::name),
              field<3>("days", &T::days));
    }
    friend bool operator==(const CalendarPublished&, const CalendarPublished&) = default;
};

/// One version of a tariff. It holds from `effective_from` until the next version does; of two that
/// begin at the same moment the later published one holds.
struct TariffPublished {
    static constexpr int tag = 25;
    static constexpr std::string_view event_name = "TariffPublished";
    TariffId tariff;
    std::string name;
    std::uint32_t version;  ///< 1, 2, 3 … of this tariff
    Instant effective_from;
    std::string zone;                ///< the tariff's own clock; empty: the site's
    std::vector<BandPrice> prices;   ///< one of band `single`, or one of each band that is used
    std::vector<BandSlot> schedule;  ///< of every day, the first at minute 0; empty: `single`
    std::vector<DayRule> rules{};    ///< the first that fits a day gives its schedule
    CalendarId calendar{};           ///< says which days are holidays; none: no day is
    std::vector<Tier> tiers{};       ///< ascending, from the second one on; empty: one tier
    TierCycle tier_cycle{};
    CycleStart cycle_start{};
    bool provisional{};  ///< 代理购电: the final price is not known yet, and will follow

    static constexpr void fields(auto&& visit) {
        using T = TariffPublished;
        visit(field<1>("tariff", &T::tariff), field<2>("name", &T::name),
              field<3>("version", &T::version), field<4>("effective_from", &T::effective_from),
              field<5>("zone", &T::zone), field<6>("prices", &T::prices),
              field<7>("schedule", &T::schedule), field<8>("rules", &T::rules),
              field<9>("calendar", &T::calendar), field<10>("tiers", &T::tiers),
              field<11>("tier_cycle", &T::tier_cycle), field<12>("cycle_start", &T::cycle_start),
              field<13>("provisional", &T::provisional));
    }
    friend bool operator==(const TariffPublished&, const TariffPublished&) = default;
};

struct TariffAssigned {
    static constexpr int tag = 26;
    static constexpr std::string_view event_name = "TariffAssigned";
    MeterId meter;
    TariffId tariff;
    Instant from;

    static constexpr void fields(auto&& visit) {
        using T = TariffAssigned;
        visit(field<1>("meter", &T::meter), field<2>("tariff", &T::tariff),
              field<3>("from", &T::from));
    }
    friend bool operator==(const TariffAssigned&, const TariffAssigned&) = default;
};

struct ThresholdsSet {
    static constexpr int tag = 27;
    static constexpr std::string_view event_name = "ThresholdsSet";
    MeterId meter;
    Money alarm1;              ///< below it: the first warning
    Money alarm2;              ///< below it: the last warning; at most alarm1
    std::uint32_t overload_w;  ///< 0: no overload alarm

    static constexpr void fields(auto&& visit) {
        using T = ThresholdsSet;
        visit(field<1>("meter", &T::meter), field<2>("alarm1", &T::alarm1),
              field<3>("alarm2", &T::alarm2), field<4>("overload_w", &T::overload_w));
    }
    friend bool operator==(const ThresholdsSet&, const ThresholdsSet&) = default;
};

/// Where meters hang, and what energy costs: these events move neither money nor energy, and say
/// nothing of one meter.
template <class Fact>
constexpr bool is_about_places_and_prices =
    is_one_of<Fact, BuildingRegistered, GatewayRegistered, LineRegistered, CalendarPublished,
              TariffPublished, TariffAssigned>;

}  // namespace ledger
