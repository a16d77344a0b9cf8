#include <array>
#include <utility>

#include <fmt/format.h>

#include "tools/metersim/building/building.hpp"

namespace metersim {
namespace {

struct Tenant {
    std::string_view line;
    int unit;
    MeterKind kind;
    std::string_view curve;
    std::int64_t annual_kwh;
    int ct;
};

constexpr std::array<Tenant, 9> tenants{{
    {"L01", 1, MeterKind::ddsy1352, "g1", 8'000, 1},
    {"L01", 2, MeterKind::ddsy1352, "g0", 12'000, 1},
    {"L01", 3, MeterKind::dtsy1352, "g3", 90'000, 20},
    {"L02", 37, MeterKind::adf400l_3p, "g1", 60'000, 20},
    {"L02", 40, MeterKind::adf400l_3p, "g0", 30'000, 10},
    {"L02", 43, MeterKind::adf400l_1p, "h0", 5'000, 1},
    {"L02", 44, MeterKind::adf400l_1p, "g4", 9'000, 1},
    {"L03", 1, MeterKind::dtsd1352, "g3", 40'000, 1},
    {"L03", 2, MeterKind::ddsy1352, "g4", 7'000, 1},
}};

MeterSpec meter_of(const Tenant& tenant) {
    MeterSpec meter;
    meter.line = tenant.line;
    meter.unit = tenant.unit;
    meter.id = fmt::format("M{}{:02}", tenant.line.substr(1), tenant.unit);
    meter.kind = tenant.kind;
    meter.number = fmt::format("20240601{}{:02}", tenant.line.substr(1), tenant.unit);
    meter.ct = tenant.ct;
    meter.rated_power_w = tenant.ct > 1 ? std::int64_t{3'300} * tenant.ct : 13'200;
    meter.building = "Corner House";
    meter.floor = "1";
    meter.room = fmt::format("1{}{:02}", tenant.line.substr(2), tenant.unit);
    meter.box = is_in_a_box(tenant.kind) ? "BOX1" : "";
    meter.load = {.curve = std::string{tenant.curve},
                  .annual_kwh = tenant.annual_kwh,
                  .variation_permille = 0};
    meter.energy_centikwh = 100'000;
    return meter;
}

LineSpec line_of(std::string id, Transport transport) {
    return {.id = std::move(id), .transport = transport, .port = 0, .device = "", .baud = 9600};
}

}  // namespace

Building small_building() {
    Building building;
    building.name = "Corner House";
    building.lines = {line_of("L01", Transport::rtu_over_tcp),
                      line_of("L02", Transport::modbus_tcp), line_of("L03", Transport::rtu)};
    for (const Tenant& tenant : tenants) building.meters.push_back(meter_of(tenant));
    check(building);
    return building;
}

}  // namespace metersim
