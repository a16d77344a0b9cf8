#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "tools/metersim/maps/register_image.hpp"
#include "tools/metersim/meter/load.hpp"
#include "tools/metersim/meter/meter_spec.hpp"
#include "tools/metersim/meter/meter_state.hpp"
#include "tools/metersim/meter/sim_clock.hpp"

namespace metersim {

struct Purchase;

/// Why a device refuses a request: the Modbus exception codes.
enum class Exception : std::uint8_t {
    none = 0x00,
    illegal_function = 0x01,
    illegal_address = 0x02,
    illegal_value = 0x03,
    device_failure = 0x04,
    device_busy = 0x06,
    gateway_target_silent = 0x0B,
};

/// What a meter's registers are made to show instead of the truth, for one reading.
enum class Disguise : std::uint8_t {
    none,
    zero,   ///< Every energy register reads 0.
    spike,  ///< 100,000.00 kWh too much.
};

using Words = std::vector<std::uint16_t>;

/// What all meters of a simulation share.
struct Surroundings {
    const SimClock& clock;
    std::chrono::minutes utc_offset;
    std::uint64_t seed;
};

/// One simulated meter. It lives only when asked: every call first catches up with the clock,
/// quarter hour by quarter hour, so hundreds of meters cost nothing while nobody reads them.
/// Any thread may call.
class Meter {
public:
    Meter(MeterSpec spec, Box box, const Surroundings& place);

    const MeterSpec& spec() const { return spec_; }
    MeterState true_state();
    MeterState shown(Disguise disguise);  ///< What its registers say now.

    std::variant<Words, Exception> read(Address first, std::size_t count, Disguise disguise);

    /// Exception::none when taken. A purchase counts only as the next purchase count; the same
    /// count again is taken and credits nothing; any other is an illegal value.
    Exception write(Address first, std::span<const std::uint16_t> words);

    /// Orders the relay without a register, as DL/T 645 does.
    void force(const ForcedControl& forced);

    /// Whether a write there reaches the forced control of the relay.
    bool is_relay_order(Address first, std::size_t words) const;

    /// While stuck, the relay stays where it is whatever is ordered.
    void set_relay_stuck(bool is_stuck);

    /// 0 .. 42,949,672.95 kWh, spread over the rates anew: as if another meter were put there.
    void set_energy(std::int64_t centikwh);

    /// Forgets what was counted last, as a brown-out before the memory was written: the rate that
    /// counts now, and the total with it.
    void step_back(std::int64_t centikwh);

    /// How far its own clock, by which it counts rates, is ahead of the true time.
    void set_clock_error(std::chrono::seconds error);

    /// Sets its clock to what somebody says the time is. False where there is no such moment.
    bool set_clock(const LocalTime& told);

    /// As a broadcast does: once a day, and only where it is off by less than five minutes.
    void hear_time(const LocalTime& told);

    /// What it has not said yet of an item that is too long for one frame.
    std::vector<std::uint8_t> unsaid;

    void set_balance(std::int64_t fen);
    void set_number(std::string_view twelve_digits);  ///< As if another meter were put there.
    void set_ratio(int ct, int pt);

    static constexpr std::int64_t highest_energy_centikwh = 4'294'967'295;

private:
    LocalTime own_time(Instant at) const { return local_time(at + clock_error_, utc_offset_); }
    void put_clock(std::chrono::milliseconds error);
    void catch_up();
    void step(Instant until);
    Instant exhausted_at(std::int64_t microwatts, Rate rate, Instant until) const;
    std::int64_t cost_nanofen(std::int64_t uwh, Rate rate) const;
    std::int64_t floor_nanofen() const;
    bool is_exhausted() const { return credit_nanofen_ <= floor_nanofen(); }
    bool should_be_closed() const;
    void settle();
    void look_at_the_wires();
    Exception buy(const Purchase& purchase);

    const MeterSpec spec_;
    const SimClock& clock_;
    const std::chrono::minutes utc_offset_;
    const std::uint64_t seed_;
    const Load load_;

    std::mutex mutex_;
    Instant at_;
    std::chrono::milliseconds clock_error_{0};
    std::optional<Instant> heard_time_;  ///< of the last broadcast that it took
    EnergyCounter counter_;
    std::int64_t credit_nanofen_ = 0;  ///< The balance in 1e-9 of 0.01 yuan: exact at any step.
    bool is_relay_stuck_ = false;
    MeterState state_;
};

}  // namespace metersim
