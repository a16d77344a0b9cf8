#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <stdexcept>

#include "tools/metersim/meter/rate_schedule.hpp"

namespace metersim {

constexpr std::int64_t uwh_per_register_step = 10'000'000;  ///< 0.01 kWh in microwatt-hours.

/// The counting wheels: energy of each rate in whole microwatt-hours on the secondary side of the
/// transformers (what the registers show). What does not fill a microwatt-hour is carried, so no
/// energy is lost however often the meter is asked.
class EnergyCounter {
public:
    /// What `primary_microwatts` over `span` would add through transformers of `ratio` = ct x pt.
    /// Exact for up to 5 MW over up to 15 minutes.
    std::int64_t gain_uwh(std::int64_t primary_microwatts, std::chrono::milliseconds span,
                          std::int64_t ratio) const {
        return (primary_microwatts * span.count() + carry_nj_) / (nj_per_uwh * ratio);
    }

    void count(Rate rate, std::int64_t primary_microwatts, std::chrono::milliseconds span,
               std::int64_t ratio) {
        const std::int64_t gain = gain_uwh(primary_microwatts, span, ratio);
        carry_nj_ += primary_microwatts * span.count() - gain * nj_per_uwh * ratio;
        rates_uwh_.at(static_cast<std::size_t>(rate)) += gain;
    }

    /// Sets the wheels to a total, spread over the rates as an office would: 10, 40, 30, 20 %.
    void set_total(std::int64_t total_uwh) {
        const std::int64_t tenth = total_uwh / 10;
        rates_uwh_ = {tenth, 4 * tenth, 3 * tenth, total_uwh - 8 * tenth};
    }

    /// Forgets what this rate counted last.
    void step_back(Rate rate, std::int64_t uwh) {
        std::int64_t& wheel = rates_uwh_.at(static_cast<std::size_t>(rate));
        if (uwh < 0 || uwh > wheel) throw std::invalid_argument("the rate counted less than that");
        wheel -= uwh;
    }

    const std::array<std::int64_t, rate_count>& rates_uwh() const { return rates_uwh_; }

private:
    static constexpr std::int64_t nj_per_uwh = 3'600'000;

    std::array<std::int64_t, rate_count> rates_uwh_{};
    std::int64_t carry_nj_ = 0;  ///< Primary nanojoules that have not filled a microwatt-hour yet.
};

}  // namespace metersim
