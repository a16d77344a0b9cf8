#include <array>
#include <utility>

#include <fmt/format.h>

#include "tools/metersim/building/building.hpp"
#include "tools/metersim/meter/dice.hpp"

namespace metersim {
namespace {

constexpr std::uint64_t demo_seed = 1352;
constexpr int tower_lines = 11;  // two floors a line: 20 single-phase and 5 three-phase meters
constexpr int lines_of_tower_a = 6;
constexpr int singles_a_floor = 10;
constexpr int boxes = 7;
constexpr int three_phase_users = 6;
constexpr int single_phase_users = 18;
constexpr int variation_permille = 200;

LineSpec serial_server(int number) {
    return {.id = fmt::format("L{:02}", number),
            .transport = Transport::rtu_over_tcp,
            .port = 0,
            .device = "",
            .baud = 9600};
}

/// What every demo meter has: names from its place on the line, history from the seed.
MeterSpec meter_at(int line, int unit, MeterKind kind) {
    MeterSpec meter;
    meter.id = fmt::format("M{:02}{:02}", line, unit);
    meter.line = fmt::format("L{:02}", line);
    meter.unit = unit;
    meter.kind = kind;
    meter.number = fmt::format("20231105{:02}{:02}", line, unit);
    const std::uint64_t seed = seed_of(demo_seed, meter.id);
    meter.energy_centikwh = dice_between(dice(seed, 1), 50'000, 1'500'000);
    meter.load.variation_permille = variation_permille;
    return meter;
}

/// A small tenant: office, shop or household hours on a 60 A supply.
void let_to_small_tenant(MeterSpec& meter) {
    constexpr std::array<std::string_view, 4> curves{"g1", "g0", "g4", "h0"};
    const std::uint64_t seed = seed_of(demo_seed, meter.id);
    meter.rated_power_w = 13'200;
    meter.load.curve = curves.at(dice(seed, 2) % curves.size());
    meter.load.annual_kwh = dice_between(dice(seed, 3), 4'000, 22'000);
}

/// A large tenant behind current transformers of `ct` x 5 A.
void let_to_large_tenant(MeterSpec& meter, int ct) {
    constexpr std::array<std::string_view, 3> curves{"g1", "g3", "g0"};
    const std::uint64_t seed = seed_of(demo_seed, meter.id);
    meter.ct = ct;
    meter.rated_power_w = std::int64_t{3'300} * ct;
    meter.load.curve = curves.at(dice(seed, 2) % curves.size());
    meter.load.annual_kwh = dice_between(dice(seed, 3), 1'200, 5'500) * ct;
}

/// The doors of a floor: small tenants first, then the large ones.
void let(MeterSpec& meter, int door) {
    if (door <= singles_a_floor) return let_to_small_tenant(meter);
    let_to_large_tenant(meter, door % 2 == 0 ? 30 : 20);
}

void add_floor(Building& building, int line, int place, int first_unit) {
    const bool is_tower_a = line <= lines_of_tower_a;
    const int line_in_tower = is_tower_a ? line : line - lines_of_tower_a;
    const int floor = 2 * line_in_tower - 1 + place;
    const int triples = place == 0 ? 3 : 2;
    for (int door = 1; door <= singles_a_floor + triples; ++door) {
        const auto kind = door <= singles_a_floor ? MeterKind::ddsy1352 : MeterKind::dtsy1352;
        MeterSpec meter = meter_at(line, first_unit + door - 1, kind);
        let(meter, door);
        meter.building = is_tower_a ? "Tower A" : "Tower B";
        meter.floor = std::to_string(floor);
        meter.room = fmt::format("{}-{:02}{:02}", is_tower_a ? 'A' : 'B', floor, door);
        building.meters.push_back(std::move(meter));
    }
}

void add_tower_line(Building& building, int line) {
    building.lines.push_back(serial_server(line));
    add_floor(building, line, 0, 1);
    add_floor(building, line, 1, singles_a_floor + 3 + 1);
}

/// One 36-way box: three-phase users take three slave ids each, single-phase users one.
void add_box(Building& building, int line, int floor) {
    building.lines.push_back(serial_server(line));
    for (int user = 1; user <= three_phase_users + single_phase_users; ++user) {
        const bool is_triple = user <= three_phase_users;
        const int unit = is_triple ? 3 * user - 2 : 2 * three_phase_users + user;
        MeterSpec meter =
            meter_at(line, unit, is_triple ? MeterKind::adf400l_3p : MeterKind::adf400l_1p);
        if (is_triple) let_to_large_tenant(meter, user <= 2 ? 20 : 10);
        if (!is_triple) let_to_small_tenant(meter);
        meter.building = "Logistics House";
        meter.floor = std::to_string(floor);
        meter.room = fmt::format("C-{:02}{:02}", floor, user);
        meter.box = fmt::format("BOX{}", floor);
        building.meters.push_back(std::move(meter));
    }
}

}  // namespace

Building demo_building() {
    Building building;
    building.name = "Lotus Plaza";
    for (int line = 1; line <= tower_lines; ++line) add_tower_line(building, line);
    for (int box = 1; box <= boxes; ++box) add_box(building, tower_lines + box, box);
    check(building);
    return building;
}

}  // namespace metersim
