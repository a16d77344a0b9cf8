#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/metersim/meter/electricity.hpp"
#include "tools/metersim/meter/energy_counter.hpp"
#include "tools/metersim/meter/local_time.hpp"
#include "tools/metersim/meter/meter_kind.hpp"
#include "tools/metersim/meter/rate_schedule.hpp"

namespace metersim {

/// Forced control: while enabled it outranks every other control of the relay.
struct ForcedControl {
    bool is_enabled = false;
    bool is_trip = false;  ///< Keeps its last value while not enabled.

    friend bool operator==(const ForcedControl&, const ForcedControl&) = default;
};

/// What an operator downloads into a meter. Amounts in 0.01 yuan, prices in 0.01 yuan/kWh.
struct Settings {
    bool is_prepaid = false;  ///< The meter deducts and trips by itself.
    std::array<std::int64_t, rate_count> price_fen{90, 80, 60, 30};
    std::int64_t alarm_1_fen = 5000;
    std::int64_t alarm_2_fen = 2000;
    std::int64_t overdraft_fen = 0;
    std::int64_t base_fen = 0;
    /// Switch, max power (0.001 kW, secondary), power step, power factor, trips, allowed trips,
    /// recovery, voltage loss. Kept and shown; only the switch and the max power have an effect.
    std::array<std::uint16_t, 8> load_control{};

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// The box a user circuit sits in: its first slave id and the CT ratios of its three-phase users.
struct Box {
    int first_unit = 1;
    std::vector<int> cts;

    friend bool operator==(const Box&, const Box&) = default;
};

/// Everything a meter knows at a moment: the truth that its registers show. Energy is on the
/// secondary side; multiplied by ct x pt it is what the tenant used.
struct MeterState {
    MeterKind kind = MeterKind::ddsy1352;
    int unit = 1;
    std::string number;  ///< 12 digits.
    int ct = 1;
    int pt = 1;
    Box box;

    LocalTime clock;
    Electricity electricity;
    std::array<std::int64_t, rate_count> rates_uwh{};

    std::int64_t balance_fen = 0;  ///< Rounded down from the meter's finer account.
    std::int64_t total_purchased_fen = 0;
    std::int64_t offered_fen = 0;  ///< Written as new purchase amount, not yet credited.
    int purchase_count = 0;

    Settings settings;
    ForcedControl forced;
    bool is_relay_closed = true;
    bool is_in_arrears = false;
    bool is_alarm_1 = false;
    bool is_alarm_2 = false;
    bool is_over_limit = false;

    std::int64_t total_uwh() const {
        std::int64_t sum = 0;
        for (const std::int64_t rate : rates_uwh) sum += rate;
        return sum;
    }
    int ratio() const { return ct * pt; }
};

}  // namespace metersim
