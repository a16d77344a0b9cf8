#include "tools/metersim/meter/load.hpp"

#include "tools/metersim/meter/dice.hpp"

namespace metersim {
namespace {

constexpr std::chrono::minutes quarter_hour{15};

using Quarters = std::chrono::duration<std::int64_t, std::ratio<900>>;

std::uint64_t quarter_number(Instant now) {
    return static_cast<std::uint64_t>(std::chrono::floor<Quarters>(now.time_since_epoch()).count());
}

}  // namespace

Load::Load(const LoadSpec& spec, std::chrono::minutes utc_offset, std::uint64_t seed)
    : curve_(LoadCurve::named(spec.curve)), spec_(spec), utc_offset_(utc_offset), seed_(seed) {}

std::int64_t Load::microwatts(Instant now) const {
    const LocalTime time = local_time(now, utc_offset_);
    const std::int64_t planned = curve_.microwatts_per_kwh(time) * spec_.annual_kwh;
    const std::int64_t spread = spec_.variation_permille;
    const std::int64_t off = dice_between(dice(seed_, quarter_number(now)), -spread, spread);
    return planned * (1000 + off) / 1000;
}

Instant Load::next_change(Instant now) {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::floor<Quarters>(now)) +
           quarter_hour;
}

std::int64_t peak_watts(const LoadSpec& spec) {
    const std::int64_t planned =
        LoadCurve::named(spec.curve).peak_microwatts_per_kwh() * spec.annual_kwh;
    return planned * (1000 + spec.variation_permille) / 1000 / 1'000'000;
}

}  // namespace metersim
