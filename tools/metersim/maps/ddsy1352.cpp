#include "tools/metersim/maps/ddsy1352.hpp"

#include <array>

#include "tools/metersim/maps/energy_registers.hpp"
#include "tools/metersim/maps/schedule_registers.hpp"

namespace metersim {
namespace {

constexpr Address ratios_at = 0x0037;
constexpr Address number_at = 0x0043;
constexpr Address forced_at = 0x0057;
constexpr Address live_at = 0x0200;
constexpr Address prepaid_at = 0x0400;
constexpr Address load_control_at = 0x0480;

constexpr std::array<Window, 2> writable{{{ratios_at, 2}, {forced_at, 2}}};

constexpr Address after(Address start, std::size_t step) {
    return static_cast<Address>(start + step);
}

bool is_three_phase(const MeterState& meter) { return meter.kind == MeterKind::dtsy1352; }

/// One bit for each phase, from `lowest` on.
int phase_bits(const MeterState& meter, bool is_set, int lowest) {
    if (!is_set) return 0;
    return (is_three_phase(meter) ? 7 : 1) << lowest;
}

int status_a(const MeterState& meter) {
    const bool is_prepaid = meter.settings.is_prepaid;
    return phase_bits(meter, meter.is_relay_closed, 13) |
           phase_bits(meter, is_prepaid && !meter.is_in_arrears, 0) | (is_prepaid ? 1 << 3 : 0) |
           (meter.is_over_limit ? 1 << 4 : 0) | (meter.is_in_arrears ? 1 << 5 : 0) |
           (meter.is_alarm_1 ? 1 << 6 : 0) | (meter.is_alarm_2 ? 1 << 7 : 0);
}

int status_b(const MeterState& meter) {
    const ForcedControl& forced = meter.forced;
    return phase_bits(meter, forced.is_enabled && !forced.is_trip, 0) |
           (forced.is_enabled ? 1 << 3 : 0);
}

void put_direct_registers(RegisterImage& image, const MeterState& meter) {
    const Electricity& now = meter.electricity;
    const std::int64_t watts = now.total_watts;
    const std::int64_t power_factor = now.total_power_factor_permille;
    put_energies(image, meter, 0x0000, 0x0002);
    image.put(0x000A, 0);  // password
    image.put(0x000B, now.decivolts[0]);
    image.put(0x000C, now.centiamperes[0]);
    image.put(0x000D, watts);
    image.put(0x000E, now.total_vars);
    image.put(0x000F, power_factor == 0 ? 0 : watts * 1000 / power_factor);
    image.put(0x0010, power_factor);
}

void put_identity(RegisterImage& image, const MeterState& meter) {
    image.put(ratios_at, meter.ct);
    image.put(ratios_at + 1, meter.pt);
    for (std::size_t word = 0; word < 3; ++word) {
        const int four_digits = std::stoi(meter.number.substr(word * 4, 4), nullptr, 16);
        image.put(after(number_at, word), four_digits);
    }
    image.put(forced_at, meter.forced.is_enabled ? 1 : 0);
    image.put(forced_at + 1, meter.forced.is_trip ? 1 : 0);
}

void put_measured(RegisterImage& image, const Electricity& now) {
    for (std::size_t phase = 0; phase < 3; ++phase) {
        image.put(after(0x0201, phase), now.decivolts.at(phase));
        image.put(after(0x0204, phase), now.centiamperes.at(phase));
        image.put(after(0x0207, phase), now.watts.at(phase));
        image.put(after(0x020B, phase), now.vars.at(phase));
        image.put(after(0x020F, phase), now.power_factor_permille.at(phase));
    }
    image.put(0x020A, now.total_watts);
    image.put(0x020E, now.total_vars);
    image.put(0x0212, now.total_power_factor_permille);
}

void put_clock(RegisterImage& image, const LocalTime& clock) {
    image.put_bytes(0x0228, clock.year % 100, clock.month);
    image.put_bytes(0x0229, clock.day, clock.weekday);
    image.put_bytes(0x022A, clock.hour, clock.minute);
    image.put_bytes(0x022B, clock.second, 0);
}

void put_live_block(RegisterImage& image, const MeterState& meter) {
    image.area(live_at, 48);
    image.put(live_at, is_three_phase(meter) ? 5 : 7);
    put_measured(image, meter.electricity);
    image.put(0x0213, meter.pt);
    image.put(0x0214, meter.ct);
    put_energies(image, meter, 0x0215, 0x0217);
    image.put_2(0x021F, meter.balance_fen);
    image.put(0x0221, meter.purchase_count);
    image.put(0x0224, status_a(meter));
    image.put(0x0225, status_b(meter));
    put_clock(image, meter.clock);
    image.put_bytes(0x022F, 0, is_three_phase(meter) ? 1 : 0);
}

void put_prepaid_block(RegisterImage& image, const MeterState& meter) {
    const Settings& settings = meter.settings;
    image.area(prepaid_at, 25);
    image.put(prepaid_at, settings.is_prepaid ? 1 : 0);
    image.put(0x0401, meter.purchase_count);
    for (std::size_t rate = 0; rate < rate_count; ++rate) {
        image.put_2(after(0x0402, 2 * rate), settings.price_fen.at(rate));
    }
    image.put_2(0x040A, settings.alarm_1_fen);
    image.put_2(0x040C, settings.alarm_2_fen);
    image.put_2(0x040E, settings.overdraft_fen);
    image.put_2(0x0412, meter.total_purchased_fen);
    image.put_2(0x0414, meter.balance_fen);
    image.put_2(0x0416, settings.base_fen);
}

void put_load_control(RegisterImage& image, const MeterState& meter) {
    image.area(load_control_at, is_three_phase(meter) ? 19 : 7);
    for (std::size_t place = 0; place < 6; ++place) {
        image.put(after(load_control_at, place), meter.settings.load_control.at(place));
    }
}

void put_schedule(RegisterImage& image, const MeterState& meter) {
    const bool is_dtsy = is_three_phase(meter);
    put_day_table(image, is_dtsy ? 0x2000 : 0x2006, shanghai_schedule().tables[0]);
    put_day_table(image, is_dtsy ? 0x2015 : 0x201B, shanghai_schedule().tables[1]);
    put_date_zones(image, is_dtsy ? 0x0028 : 0x2000, shanghai_schedule().zones);
}

RegisterImage show(const MeterState& meter) {
    RegisterImage image;
    put_direct_registers(image, meter);
    put_identity(image, meter);
    put_live_block(image, meter);
    put_prepaid_block(image, meter);
    put_load_control(image, meter);
    put_schedule(image, meter);
    return image;
}

std::optional<Orders> understand(const RegisterImage& image, const MeterState& meter) {
    const int ct = image.get(ratios_at);
    const int pt = image.get(ratios_at + 1);
    const int is_enabled = image.get(forced_at);
    const int is_trip = image.get(forced_at + 1);
    if (ct < 1 || ct > 9999 || pt < 1 || pt > 9999) return std::nullopt;
    if (is_enabled > 1 || is_trip > 1) return std::nullopt;
    return Orders{.forced = {.is_enabled = is_enabled == 1, .is_trip = is_trip == 1},
                  .settings = meter.settings,
                  .ct = ct,
                  .pt = pt,
                  .offered_fen = 0,
                  .purchase_count = meter.purchase_count};
}

}  // namespace

const RegisterMap& ddsy1352_map() {
    static const RegisterMap map{.show = show,
                                 .writable = writable,
                                 .understand = understand,
                                 .purchase_count = std::nullopt,
                                 .forced_control = forced_at};
    return map;
}

}  // namespace metersim
