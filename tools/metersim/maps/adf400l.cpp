#include "tools/metersim/maps/adf400l.hpp"

#include <array>

#include "tools/metersim/maps/energy_registers.hpp"

namespace metersim {
namespace {

/// Where the two kinds of users keep the same things.
struct Places {
    Address live;
    int live_count;
    Address total;
    Address forward;
    Address rates;
    Address remaining;
    Address purchased;
    Address count;
    Address base;
    Address status;
    Address base_remaining;
    Address overdrawn;
    Address settings;
    Address load_control;
    Address forced;
};

constexpr Places single_phase{.live = 0x0300,
                              .live_count = 0x1D,
                              .total = 0x0306,
                              .forward = 0x0319,
                              .rates = 0x0400,
                              .remaining = 0x030A,
                              .purchased = 0x030C,
                              .count = 0x030E,
                              .base = 0x030F,
                              .status = 0x0311,
                              .base_remaining = 0x0312,
                              .overdrawn = 0x0315,
                              .settings = 0x0500,
                              .load_control = 0x0700,
                              .forced = 0x0801};

constexpr Places three_phase{.live = 0x033F,
                             .live_count = 0x54,
                             .total = 0x035E,
                             .forward = 0x038F,
                             .rates = 0x0430,
                             .remaining = 0x0362,
                             .purchased = 0x0364,
                             .count = 0x0366,
                             .base = 0x0367,
                             .status = 0x0369,
                             .base_remaining = 0x036A,
                             .overdrawn = 0x036D,
                             .settings = 0x0536,
                             .load_control = 0x0718,
                             .forced = 0x0804};

// Steps within the settings block, which both kinds share.
constexpr int prices_step = 0x01;
constexpr int alarm_1_step = 0x09;
constexpr int alarm_2_step = 0x0B;
constexpr int offered_step = 0x0D;
constexpr int count_step = 0x0F;
constexpr int base_step = 0x10;
constexpr int settings_count = 0x12;
constexpr int load_control_count = 8;
constexpr std::int64_t highest_price_fen = 100'000;

constexpr Address clock_first = 0x090B;
constexpr Address ct_first = 0x0952;
constexpr std::size_t ct_count = 12;

constexpr Address at(Address block, int step) { return static_cast<Address>(block + step); }

constexpr std::array<Window, 4> writable_of(const Places& place) {
    return {{{place.settings, settings_count},
             {place.load_control, load_control_count},
             {place.forced, 1},
             {clock_first, 4}}};
}

constexpr std::array<Window, 4> single_phase_writable = writable_of(single_phase);
constexpr std::array<Window, 4> three_phase_writable = writable_of(three_phase);

int status_word(const MeterState& meter) {
    const int phases = phases_of(meter.kind) == 3 ? 7 : 1;
    return (meter.is_relay_closed ? phases << 13 : 0) | (meter.settings.is_prepaid ? 1 << 3 : 0) |
           (meter.is_over_limit ? 1 << 4 : 0) | (meter.is_in_arrears ? 1 << 5 : 0) |
           (meter.is_alarm_1 ? 1 << 6 : 0) | (meter.is_alarm_2 ? 1 << 7 : 0);
}

void put_measured(RegisterImage& image, const MeterState& meter) {
    const Electricity& now = meter.electricity;
    if (phases_of(meter.kind) == 1) {
        image.put(0x0300, now.decivolts[0]);
        image.put(0x0301, now.centiamperes[0]);
        image.put(0x0302, now.total_watts);
        return;
    }
    for (std::size_t phase = 0; phase < 3; ++phase) {
        image.put(at(0x033F, static_cast<int>(phase)), now.decivolts.at(phase));
        image.put(at(0x0342, static_cast<int>(phase)), now.centiamperes.at(phase));
    }
    image.put(0x0345, now.total_watts);
}

void put_live(RegisterImage& image, const MeterState& meter, const Places& place) {
    const std::int64_t balance = meter.balance_fen;
    image.area(place.live, place.live_count);
    put_measured(image, meter);
    put_energies(image, meter, place.total, place.rates);
    image.put_2(place.forward, meter.total_uwh() / uwh_per_register_step);
    image.put_2(place.remaining, balance);
    image.put_2(place.purchased, meter.total_purchased_fen);
    image.put(place.count, meter.purchase_count);
    image.put_2(place.base, meter.settings.base_fen);
    image.put(place.status, status_word(meter));
    image.put_2(place.base_remaining, 0);
    image.put_2(place.overdrawn, balance < 0 ? -balance : 0);
}

void put_settings(RegisterImage& image, const MeterState& meter, const Places& place) {
    const Settings& settings = meter.settings;
    const Address block = place.settings;
    image.put(block, settings.is_prepaid ? 1 : 0);
    for (std::size_t rate = 0; rate < rate_count; ++rate) {
        image.put_2(at(block, prices_step + 2 * static_cast<int>(rate)),
                    settings.price_fen.at(rate));
    }
    image.put_2(at(block, alarm_1_step), settings.alarm_1_fen);
    image.put_2(at(block, alarm_2_step), settings.alarm_2_fen);
    image.put_2(at(block, offered_step), meter.offered_fen);
    image.put(at(block, count_step), meter.purchase_count);
    image.put_2(at(block, base_step), settings.base_fen);
    for (std::size_t step = 0; step < settings.load_control.size(); ++step) {
        image.put(at(place.load_control, static_cast<int>(step)), settings.load_control.at(step));
    }
    const bool is_closed = !meter.forced.is_trip;
    image.put_bytes(place.forced, meter.forced.is_enabled ? 1 : 0, is_closed ? 1 : 0);
}

void put_box(RegisterImage& image, const MeterState& meter) {
    const LocalTime& clock = meter.clock;
    image.put(0x0900, meter.box.first_unit);
    image.put(0x0901, 0);  // no parity, 9600 baud
    image.put_bytes(0x0908, meter.settings.is_prepaid ? 0 : 1, 0);
    image.put_bytes(clock_first, clock.second, clock.minute);
    image.put_bytes(at(clock_first, 1), clock.hour, clock.weekday);
    image.put_bytes(at(clock_first, 2), clock.day, clock.month);
    image.put(at(clock_first, 3), clock.year % 100);
    image.put(0x0951, meter.pt);
    for (std::size_t user = 0; user < ct_count; ++user) {
        const int ct = user < meter.box.cts.size() ? meter.box.cts[user] : 1;
        image.put(at(ct_first, static_cast<int>(user)), ct);
    }
}

RegisterImage show(const MeterState& meter, const Places& place) {
    RegisterImage image;
    put_live(image, meter, place);
    put_settings(image, meter, place);
    put_box(image, meter);
    return image;
}

std::optional<Settings> understand_settings(const RegisterImage& image, const MeterState& meter,
                                            const Places& place) {
    Settings settings = meter.settings;
    const Address block = place.settings;
    if (image.get(block) > 1) return std::nullopt;
    settings.is_prepaid = image.get(block) == 1;
    for (std::size_t rate = 0; rate < rate_count; ++rate) {
        const std::int64_t price = image.get_2(at(block, prices_step + 2 * static_cast<int>(rate)));
        if (price > highest_price_fen) return std::nullopt;
        settings.price_fen.at(rate) = price;
    }
    settings.alarm_1_fen = image.get_2(at(block, alarm_1_step));
    settings.alarm_2_fen = image.get_2(at(block, alarm_2_step));
    settings.base_fen = image.get_2(at(block, base_step));
    for (std::size_t step = 0; step < settings.load_control.size(); ++step) {
        settings.load_control.at(step) =
            static_cast<std::uint16_t>(image.get(at(place.load_control, static_cast<int>(step))));
    }
    return settings;
}

std::optional<Orders> understand(const RegisterImage& image, const MeterState& meter,
                                 const Places& place) {
    const auto settings = understand_settings(image, meter, place);
    const int is_enabled = image.get(place.forced) / 256;
    const int is_closed = image.get(place.forced) % 256;
    if (!settings || is_enabled > 1 || is_closed > 1) return std::nullopt;
    return Orders{.forced = {.is_enabled = is_enabled == 1, .is_trip = is_closed == 0},
                  .settings = *settings,
                  .ct = meter.ct,
                  .pt = meter.pt,
                  .offered_fen = image.get_2(at(place.settings, offered_step)),
                  .purchase_count = image.get(at(place.settings, count_step))};
}

LocalTime clock_in(const RegisterImage& image) {
    const auto high = [&](int step) { return image.get(at(clock_first, step)) / 256; };
    const auto low = [&](int step) { return image.get(at(clock_first, step)) % 256; };
    return {.year = 2000 + low(3),
            .month = low(2),
            .day = high(2),
            .weekday = low(1),
            .hour = high(1),
            .minute = low(0),
            .second = high(0)};
}

template <const Places& Where>
RegisterMap make_map(std::span<const Window> writable) {
    return {.show = [](const MeterState& meter) { return show(meter, Where); },
            .writable = writable,
            .understand = [](const RegisterImage& image,
                             const MeterState& meter) { return understand(image, meter, Where); },
            .purchase_count = at(Where.settings, count_step),
            .forced_control = Where.forced,
            .clock = clock_first,
            .clock_in = clock_in};
}

}  // namespace

const RegisterMap& adf400l_single_phase_map() {
    static const RegisterMap map = make_map<single_phase>(single_phase_writable);
    return map;
}

const RegisterMap& adf400l_three_phase_map() {
    static const RegisterMap map = make_map<three_phase>(three_phase_writable);
    return map;
}

}  // namespace metersim
