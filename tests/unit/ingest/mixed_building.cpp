#include "tests/unit/ingest/mixed_building.hpp"

namespace ingest {
namespace {

using metersim::MeterKind;

metersim::MeterSpec meter_of(const char* line, int unit, MeterKind kind) {
    metersim::MeterSpec meter = *metersim::small_building().meter("M0101");
    meter.line = line;
    meter.unit = unit;
    meter.kind = kind;
    meter.id = "M" + meter.line.substr(1) + "0" + std::to_string(unit);
    meter.number = "2023031500" + meter.line.substr(2) + std::to_string(unit);
    meter.ct = kind == MeterKind::dlt645_3p ? 20 : 1;
    return meter;
}

}  // namespace

metersim::Building mixed_building() {
    metersim::Building building;
    building.name = "Mixed House";
    building.lines = metersim::small_building().lines;
    std::erase_if(building.lines, [](const auto& line) { return line.id == "L02"; });
    building.lines.back().id = "L02";  // the serial device
    building.meters = {
        meter_of("L01", 1, MeterKind::ddsy1352), meter_of("L01", 2, MeterKind::dlt645_1p),
        meter_of("L01", 3, MeterKind::dlt645_3p), meter_of("L02", 1, MeterKind::dlt645_1p),
        meter_of("L02", 2, MeterKind::ddsy1352)};
    check(building);
    return building;
}

}  // namespace ingest
