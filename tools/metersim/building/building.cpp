#include "tools/metersim/building/building.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace metersim {
namespace {

constexpr std::array<std::string_view, 3> transports{"modbus_tcp", "rtu_over_tcp", "rtu"};
constexpr std::array<int, 9> bauds{1200, 2400, 4800, 9600, 14400, 19200, 38400, 57600, 115200};
constexpr std::int64_t furthest_offset_minutes = 840;
constexpr int most_three_phase_users = 12;
constexpr std::int64_t highest_register_watts = 32'767;
constexpr std::int64_t highest_annual_kwh = 4'000'000;

template <class... Parts>
void require(bool is_right, fmt::format_string<Parts...> fault, Parts&&... parts) {
    if (!is_right) throw std::invalid_argument(fmt::format(fault, std::forward<Parts>(parts)...));
}

void check_line(const LineSpec& line) {
    require(!line.id.empty(), "a line needs an id");
    require(line.id.find_first_of("/:") == std::string::npos,
            "line {}: an id must not hold '/' or ':'", line.id);
    require(line.port >= 0 && line.port <= 65535, "line {}: port must be 0 to 65535, not {}",
            line.id, line.port);
    require(line.transport != Transport::rtu || line.port == 0,
            "line {}: a serial device has no port", line.id);
    require(line.transport == Transport::rtu || line.device.empty(),
            "line {}: a TCP line has no device", line.id);
    require(std::ranges::find(bauds, line.baud) != bauds.end(),
            "line {}: {} is no baud rate; take 1200 to 115200 as usual", line.id, line.baud);
}

void check_lines(const Building& building) {
    std::set<std::string> ids;
    std::set<int> ports;
    for (const LineSpec& line : building.lines) {
        check_line(line);
        require(ids.insert(line.id).second, "line {} is there twice", line.id);
        require(line.port == 0 || ports.insert(line.port).second,
                "line {}: port {} belongs to another line", line.id, line.port);
    }
}

void check_identity(const MeterSpec& meter) {
    require(!meter.id.empty(), "a meter needs an id");
    require(meter.id.find_first_of("/:") == std::string::npos,
            "meter {}: an id must not hold '/' or ':'", meter.id);
    require(meter.unit >= 1 && meter.unit <= 247, "meter {}: unit must be 1 to 247, not {}",
            meter.id, meter.unit);
    const bool is_digits = meter.number.find_first_not_of("0123456789") == std::string::npos;
    require(meter.number.size() == 12 && is_digits, "meter {}: number must have 12 digits",
            meter.id);
    require(is_in_a_box(meter.kind) == !meter.box.empty(),
            "meter {}: a box is named for ADF400L users, and for them alone", meter.id);
}

void check_power(const MeterSpec& meter) {
    const LoadSpec& load = meter.load;
    require(load.annual_kwh >= 0 && load.annual_kwh <= highest_annual_kwh,
            "meter {}: annual_kwh must be 0 to {}", meter.id, highest_annual_kwh);
    require(load.variation_permille >= 0 && load.variation_permille <= 900,
            "meter {}: variation_permille must be 0 to 900", meter.id);
    const std::int64_t peak = peak_watts(load);
    require(peak <= meter.rated_power_w,
            "meter {}: {} kWh a year peak at {} W, above rated_power_w {}: lower one or raise the "
            "other",
            meter.id, load.annual_kwh, peak, meter.rated_power_w);
    const std::int64_t shown = meter.rated_power_w / (std::int64_t{meter.ct} * meter.pt);
    require(meter.kind == MeterKind::dtsd1352 || shown <= highest_register_watts,
            "meter {}: {} W do not fit its power register; raise ct", meter.id, shown);
}

void check_start(const MeterSpec& meter) {
    constexpr std::int64_t highest_energy = 4'294'967'295;
    constexpr std::int64_t highest_balance = 2'147'483'647;
    require(meter.energy_centikwh >= 0 && meter.energy_centikwh <= highest_energy,
            "meter {}: energy_kwh must be 0 to 42949672.95", meter.id);
    require(std::abs(meter.balance_fen) <= highest_balance,
            "meter {}: balance must lie within 21474836.47 either way", meter.id);
    require(meter.purchase_count >= 0 && meter.purchase_count <= 65535,
            "meter {}: purchase_count must be 0 to 65535", meter.id);
    require(has_relay(meter.kind) || !meter.is_prepaid, "meter {}: a {} cannot be prepaid",
            meter.id, profile_name(meter.kind));
}

void check_ratios(const MeterSpec& meter) {
    const auto in_range = [](int ratio) { return ratio >= 1 && ratio <= 9999; };
    require(in_range(meter.ct) && in_range(meter.pt), "meter {}: ct and pt must be 1 to 9999",
            meter.id);
    require(phases_of(meter.kind) == 3 || (meter.ct == 1 && meter.pt == 1),
            "meter {}: a single-phase meter has no transformers; ct and pt must be 1", meter.id);
}

void check_meters(const Building& building) {
    std::set<std::string> ids;
    std::set<std::string> numbers;
    std::set<std::pair<std::string, int>> units;
    for (const MeterSpec& meter : building.meters) {
        check_identity(meter);
        check_ratios(meter);
        check_power(meter);
        check_start(meter);
        require(building.line(meter.line) != nullptr, "meter {}: there is no line {}", meter.id,
                meter.line);
        require(ids.insert(meter.id).second, "meter {} is there twice", meter.id);
        require(numbers.insert(meter.number).second, "meter {}: number {} belongs to another meter",
                meter.id, meter.number);
        require(units.emplace(meter.line, meter.unit).second,
                "meter {}: unit {} of line {} belongs to another meter", meter.id, meter.unit,
                meter.line);
    }
}

void check_boxes(const Building& building) {
    std::map<std::string, std::string> line_of;
    std::map<std::string, int> three_phase_users;
    for (const MeterSpec& meter : building.meters) {
        if (meter.box.empty()) continue;
        const std::string& line = line_of.emplace(meter.box, meter.line).first->second;
        require(line == meter.line, "box {}: its users hang on lines {} and {}", meter.box, line,
                meter.line);
        if (phases_of(meter.kind) == 3) ++three_phase_users[meter.box];
    }
    for (const auto& [box, users] : three_phase_users) {
        require(users <= most_three_phase_users, "box {}: at most 12 three-phase users, not {}",
                box, users);
    }
}

}  // namespace

std::string_view name_of(Transport transport) {
    return transports.at(static_cast<std::size_t>(transport));
}

const LineSpec* Building::line(std::string_view id) const {
    const auto found = std::ranges::find(lines, id, &LineSpec::id);
    return found == lines.end() ? nullptr : &*found;
}

const MeterSpec* Building::meter(std::string_view id) const {
    const auto found = std::ranges::find(meters, id, &MeterSpec::id);
    return found == meters.end() ? nullptr : &*found;
}

void check(const Building& building) {
    const auto offset = building.utc_offset.count();
    require(!building.name.empty(), "the building needs a name");
    require(!building.lines.empty(), "the building needs at least one line");
    require(std::abs(offset) <= furthest_offset_minutes && offset % 15 == 0,
            "utc_offset_minutes must be a whole number of quarter hours within 14 hours");
    check_lines(building);
    check_meters(building);
    check_boxes(building);
}

}  // namespace metersim
