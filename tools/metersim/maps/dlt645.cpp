#include "tools/metersim/maps/dlt645.hpp"

#include <algorithm>
#include <cstdlib>

namespace metersim {
namespace {

constexpr std::int64_t energy_modulus = 100'000'000;  // 999,999.99 kWh, then 0
constexpr std::uint8_t any_two_digits = 0xAA;
constexpr std::uint32_t all_rates = 0xFF;

Bytes decimal(std::int64_t value, int bytes) {
    Bytes digits;
    for (int i = 0; i < bytes; ++i) {
        const std::int64_t two = value % 100;
        digits.push_back(static_cast<std::uint8_t>(two / 10 * 16 + two % 10));
        value /= 100;
    }
    return digits;
}

Bytes energy(std::int64_t uwh) { return decimal(uwh / uwh_per_register_step % energy_modulus, 4); }

/// 0 is the total, 1 to 4 the rates, FFh all of them.
std::optional<Bytes> energies(const MeterState& meter, std::uint32_t which) {
    if (which == 0) return energy(meter.total_uwh());
    if (which <= rate_count) return energy(meter.rates_uwh.at(which - 1));
    if (which != all_rates) return std::nullopt;
    Bytes all = energy(meter.total_uwh());
    for (const std::int64_t rate : meter.rates_uwh) {
        const Bytes one = energy(rate);
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

/// Run status word 3: bit 4 the relay is open, bit 6 it was told to open, bit 12 power is kept.
Bytes status_word_3(const MeterState& meter) {
    const bool is_kept = meter.forced.is_enabled && !meter.forced.is_trip;
    const bool is_told_open = meter.forced.is_enabled && meter.forced.is_trip;
    const int low = (meter.is_relay_closed ? 0 : 1 << 4) | (is_told_open ? 1 << 6 : 0);
    const int high = (meter.settings.is_prepaid ? 2 : 0) | (is_kept ? 1 << 4 : 0);
    return {static_cast<std::uint8_t>(low), static_cast<std::uint8_t>(high)};
}

/// In 0.1 W; the highest bit is the sign.
Bytes power(int watts) {
    Bytes digits = decimal(std::abs(std::int64_t{watts}) * 10, 3);
    if (watts < 0) digits.back() |= 0x80U;
    return digits;
}

/// Weekday from 0, Sunday, to 6.
Bytes date(const LocalTime& clock) {
    Bytes shown = decimal(clock.weekday % 7, 1);
    for (const int each : {clock.day, clock.month, clock.year % 100})
        shown.push_back(decimal(each, 1).front());
    return shown;
}

Bytes time_of_day(const LocalTime& clock) {
    Bytes shown;
    for (const int each : {clock.second, clock.minute, clock.hour})
        shown.push_back(decimal(each, 1).front());
    return shown;
}

}  // namespace

std::optional<Bytes> dlt645_item(const MeterState& meter, std::uint32_t identifier) {
    const std::uint32_t family = identifier & 0xFFFF00FFU;
    if (family == 0x00000000U || family == 0x00010000U) {
        return energies(meter, identifier >> 8U & 0xFFU);
    }
    switch (identifier) {
        case 0x00900200:
            return decimal(std::max<std::int64_t>(meter.balance_fen, 0), 4);
        case 0x00900201:
            return decimal(std::max<std::int64_t>(-meter.balance_fen, 0), 4);
        case 0x03330201:
            return decimal(meter.purchase_count, 2);
        case 0x03330601:
            return decimal(meter.total_purchased_fen, 4);
        case 0x02030000:
            return power(meter.electricity.total_watts);
        case dlt645_date:
            return date(meter.clock);
        case dlt645_time:
            return time_of_day(meter.clock);
        case 0x04000306:
            return decimal(meter.ct, 3);
        case 0x04000307:
            return decimal(meter.pt, 3);
        case 0x04000503:
            return status_word_3(meter);
        case 0x04001001:
            return decimal(meter.settings.alarm_1_fen, 4);
        case 0x04001002:
            return decimal(meter.settings.alarm_2_fen, 4);
        case 0x04001003:
            return decimal(meter.settings.overdraft_fen, 4);
        default:
            return std::nullopt;
    }
}

Bytes dlt645_address(const std::string& number) {
    Bytes address;
    for (std::size_t at = number.size(); at >= 2; at -= 2) {
        address.push_back(
            static_cast<std::uint8_t>((number[at - 2] - '0') * 16 + (number[at - 1] - '0')));
    }
    return address;
}

bool is_addressed(const Bytes& asked, const std::string& number) {
    const Bytes own = dlt645_address(number);
    return asked.size() == own.size() &&
           std::ranges::equal(asked, own, [](std::uint8_t wanted, std::uint8_t is) {
               return wanted == any_two_digits || wanted == is;
           });
}

}  // namespace metersim
