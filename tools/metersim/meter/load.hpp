#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "tools/metersim/meter/load_curve.hpp"

namespace metersim {

/// How a tenant uses electricity: a standard load profile scaled to a yearly use, every quarter
/// hour off by up to `variation_permille` either way (0 = exactly the profile).
struct LoadSpec {
    std::string curve;
    std::int64_t annual_kwh = 0;
    int variation_permille = 0;

    friend bool operator==(const LoadSpec&, const LoadSpec&) = default;
};

/// The power a tenant draws, constant within a quarter hour: a pure function of time and seed.
class Load {
public:
    Load(const LoadSpec& spec, std::chrono::minutes utc_offset, std::uint64_t seed);

    std::int64_t microwatts(Instant now) const;
    static Instant next_change(Instant now);  ///< The next quarter hour.

private:
    const LoadCurve& curve_;
    LoadSpec spec_;
    std::chrono::minutes utc_offset_;
    std::uint64_t seed_;
};

/// The most such a tenant may ever draw.
std::int64_t peak_watts(const LoadSpec& spec);

}  // namespace metersim
