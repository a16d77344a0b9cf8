#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tools/metersim/meter/local_time.hpp"

namespace metersim {

enum class Season { summer, winter, transition };

/// Which of the three standard seasons a day belongs to: winter 1 November to 20 March, summer
/// 15 May to 14 September, transition between them (BDEW).
Season season_of(const LocalTime& day);

/// A standard load profile: how a yearly use spreads over the quarter hours of a week, by season.
/// Immutable; any thread may read.
class LoadCurve {
public:
    /// Throws std::invalid_argument that names the known curves.
    static const LoadCurve& named(std::string_view name);
    static std::vector<std::string> names();

    /// Mean power of the quarter hour that holds `time`, for each kWh of yearly use.
    std::int64_t microwatts_per_kwh(const LocalTime& time) const;
    std::int64_t peak_microwatts_per_kwh() const;

private:
    friend class LoadCurveTable;
    static constexpr std::size_t quarters_a_day = 96;
    static constexpr std::size_t quarters_a_week = 7 * quarters_a_day;

    std::array<std::array<std::int32_t, quarters_a_week>, 3> seasons_{};
};

}  // namespace metersim
