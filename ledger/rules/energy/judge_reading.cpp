#include "ledger/rules/energy/judge_reading.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t rounding_steps = 2;  // each of two readings is cut to a whole step

bool is_beyond(Energy energy) {
    return energy > most_energy_at_once || energy < -most_energy_at_once;
}

/// What shows the registers; its number is borrowed from the meter.
struct Device {
    std::string_view number;
    std::uint32_t ct;
    std::uint32_t pt;
};

/// What showed them at that moment.
Device device_at(const Meter& meter, Instant at) {
    for (const EarlierDevice& each : meter.earlier) {
        if (at < each.until) return {each.number, each.ct, each.pt};
    }
    return {meter.registered.number, meter.registered.ct, meter.registered.pt};
}

/// In watt-hours: W × µs × percent / (3.6e9 µs per hour × 100).
Energy most_possible(const RecordReading& reading, const Meter& meter,
                     std::uint32_t margin_percent) {
    const Wide micros = (reading.read_at - meter.last_good->at).count();
    const Wide limit =
        micros * meter.registered.rated_power_w * margin_percent / (Wide{3'600'000'000} * 100);
    // The rates together may be off by a step each, and the total by one.
    const auto registers = static_cast<std::int64_t>(reading.registers.rates.size() + 1);
    const Energy rounding{rounding_steps * registers * energy_of(reading.registers, 1)->count()};
    const Wide most = most_energy_at_once.count();
    return std::min(Energy{static_cast<std::int64_t>(limit < most ? limit : most)} + rounding,
                    most_energy_at_once);
}

Doubt other_shape(const Registers& before, const Registers& now) {
    return {QuarantineReason::registers_changed_shape,
            fmt::format("{} rate registers of {} Wh × {} before, {} of {} Wh × {} now",
                        before.rates.size(), before.step_wh, before.ratio, now.rates.size(),
                        now.step_wh, now.ratio)};
}

}  // namespace

bool have_same_shape(const Registers& a, const Registers& b) {
    return a.rates.size() == b.rates.size() && a.step_wh == b.step_wh && a.ratio == b.ratio;
}

bool is_nowhere_below(const Registers& later, const Registers& earlier) {
    if (later.total < earlier.total) return false;
    for (std::size_t i = 0; i < later.rates.size(); ++i) {
        if (later.rates[i] < earlier.rates[i]) return false;
    }
    return true;
}

std::optional<Doubt> judge_size(const EnergyUse& use) {
    const Energy rest = remainder_of(use);
    const bool is_too_much = is_beyond(use.total) || is_beyond(rest) ||
                             is_beyond(use.total - rest) ||
                             std::any_of(use.rates.begin(), use.rates.end(), is_beyond);
    if (!is_too_much) return std::nullopt;
    return Doubt{QuarantineReason::too_much_energy,
                 fmt::format("{} kWh and a remainder of {} kWh, and {} kWh is the most that is "
                             "charged at once",
                             to_text(use.total), to_text(rest), to_text(most_energy_at_once))};
}

std::optional<Doubt> judge_identity(const RecordReading& reading, const Meter& known) {
    const Device meter = device_at(known, reading.read_at);
    if (!reading.number_seen.empty() && reading.number_seen != meter.number)
        return Doubt{
            QuarantineReason::wrong_meter,
            fmt::format("the meter says it is number {}, registered is {}", reading.number_seen,
                        meter.number.empty() ? "none" : meter.number)};
    const bool other_ct = reading.ct_seen != 0 && reading.ct_seen != meter.ct;
    const bool other_pt = reading.pt_seen != 0 && reading.pt_seen != meter.pt;
    const std::uint64_t ratio = std::uint64_t{meter.ct} * meter.pt;
    const bool other_ratio = reading.registers.ratio != 1 && reading.registers.ratio != ratio;
    if (other_ct || other_pt || other_ratio)
        return Doubt{QuarantineReason::wrong_ratio,
                     fmt::format("the meter shows CT {} PT {} (0: not shown), registered are CT {} "
                                 "PT {}, and its registers were multiplied by {}",
                                 reading.ct_seen, reading.pt_seen, meter.ct, meter.pt,
                                 reading.registers.ratio)};
    return std::nullopt;
}

Result<EnergyUse, Doubt> plausible_use(const RecordReading& reading, const Meter& meter,
                                       std::uint32_t margin_percent) {
    const Registers& last = meter.last_good->registers;
    if (!have_same_shape(last, reading.registers))
        return refused(other_shape(last, reading.registers));
    if (!is_nowhere_below(reading.registers, last))
        return refused(Doubt{QuarantineReason::registers_went_back,
                             fmt::format("total {} counts after {}, or a rate register went back",
                                         reading.registers.total, last.total)});
    EnergyUse use = use_between(last, reading.registers);
    if (auto doubt = judge_energy(use, reading, meter, margin_percent))
        return refused(std::move(*doubt));
    return use;
}

std::optional<Doubt> judge_energy(const EnergyUse& use, const RecordReading& reading,
                                  const Meter& meter, std::uint32_t margin_percent) {
    const Energy used = std::max(use.total, use.total - remainder_of(use));
    const Energy most = most_possible(reading, meter, margin_percent);
    if (used <= most) return std::nullopt;
    return Doubt{
        QuarantineReason::too_much_energy,
        fmt::format("{} kWh since {}, and {} kWh is the most that {} W can draw", to_text(used),
                    to_text(meter.last_good->at), to_text(most), meter.registered.rated_power_w)};
}

std::optional<Doubt> judge_late(const Registers& late, const LastReading& last) {
    if (!have_same_shape(last.registers, late)) return other_shape(last.registers, late);
    if (is_nowhere_below(last.registers, late)) return std::nullopt;
    return Doubt{QuarantineReason::contradicts_later_reading,
                 fmt::format("total {} counts is above {} counts, which were read later, at {}",
                             late.total, last.registers.total, to_text(last.at))};
}

std::optional<EnergyUse> use_across(const Registers& earlier, const Registers& later,
                                    std::uint64_t modulus) {
    if (!have_same_shape(earlier, later)) return std::nullopt;
    const auto counted = [&](std::uint64_t from, std::uint64_t to) -> std::optional<Energy> {
        if (from >= modulus || to >= modulus) return std::nullopt;
        return energy_of(later, to >= from ? to - from : modulus - from + to);
    };
    const auto total = counted(earlier.total, later.total);
    if (!total) return std::nullopt;
    EnergyUse use{*total, {}};
    for (std::size_t i = 0; i < later.rates.size(); ++i) {
        const auto rate = counted(earlier.rates[i], later.rates[i]);
        if (!rate) return std::nullopt;
        use.rates.push_back(*rate);
    }
    return use;
}

EnergyUse use_between(const Registers& earlier, const Registers& later) {
    const auto counted = [&](std::uint64_t from, std::uint64_t to) {
        const auto energy = energy_of(later, to - from);
        ensure(energy.has_value(), "registers were checked when they came in");
        return *energy;
    };
    EnergyUse use{counted(earlier.total, later.total), {}};
    for (std::size_t i = 0; i < later.rates.size(); ++i)
        use.rates.push_back(counted(earlier.rates[i], later.rates[i]));
    return use;
}

}  // namespace ledger
