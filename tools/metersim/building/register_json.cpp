#include "tools/metersim/building/register_json.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace metersim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t step_wh = 10;  // of the registers of every kind
constexpr const char* flat = "office-flat";
constexpr const char* time_of_use = "office-tou";
constexpr const char* effective_from = "2024-01-01T00:00:00Z";

/// A name as the book takes them.
std::string id_of(std::string name) {
    std::ranges::replace(name, ' ', '-');
    return name;
}

Json site_rows(const Building& building) {
    return Json::array({{{"zone", building.zone},
                         {"currency", "CNY"},
                         {"name", building.name},
                         {"payment_methods", "cash; bank; wechat"},
                         {"plausibility_margin_percent", 200},
                         {"poll_interval_s", 1800},
                         {"misses_until_lost", 3},
                         {"cutoff", "manual"},
                         {"look_back_days", 62}}});
}

Json building_rows(const Building& building) {
    std::set<std::string> names;
    for (const MeterSpec& each : building.meters) names.insert(each.building);
    Json rows = Json::array();
    for (const std::string& each : names)
        rows.push_back({{"building", id_of(each)}, {"name", each}});
    return rows;
}

const MeterSpec& first_on(const Building& building, const LineSpec& line) {
    const auto found = std::ranges::find(building.meters, line.id, &MeterSpec::line);
    if (found == building.meters.end())
        throw std::invalid_argument("line " + line.id + " has no meter: leave it out");
    return *found;
}

bool is_serial(const LineSpec& line) { return line.transport == Transport::rtu; }

Json gateway_rows(const Building& building) {
    Json rows = Json::array();
    for (const LineSpec& line : building.lines) {
        if (is_serial(line)) continue;
        rows.push_back({{"gateway", "GW-" + line.id},
                        {"building", id_of(first_on(building, line).building)},
                        {"name", "Serial server of " + line.id}});
    }
    return rows;
}

std::string address_of(const LineSpec& line) {
    const bool is_known = is_serial(line) ? !line.device.empty() : line.port != 0;
    if (!is_known)
        throw std::invalid_argument(
            fmt::format("line {} has no {} yet: give one in the building's file", line.id,
                        is_serial(line) ? "device" : "port (--base-port is 0)"));
    return is_serial(line) ? line.device : fmt::format("127.0.0.1:{}", line.port);
}

Json line_rows(const Building& building) {
    Json rows = Json::array();
    for (const LineSpec& line : building.lines) {
        const bool is_box = !first_on(building, line).box.empty();
        Json row{{"line", line.id}};
        if (!is_serial(line)) row["gateway"] = "GW-" + line.id;
        row["transport"] = is_serial(line) ? "rtu_serial" : std::string(name_of(line.transport));
        row["address"] = address_of(line);
        row["baud"] = line.baud;
        row["parity"] = "none";
        row["stop_bits"] = 1;
        row["response_timeout_ms"] = 1000;
        row["max_meters"] = is_box ? 247 : 30;
        rows.push_back(std::move(row));
    }
    return rows;
}

Json tariff_rows() {
    return Json::array({{{"tariff", flat},
                         {"name", "Offices, one price"},
                         {"effective_from", effective_from},
                         {"price", "0.8642"}},
                        {{"tariff", time_of_use},
                         {"name", "Offices, by time of use"},
                         {"effective_from", effective_from},
                         {"price_sharp", "1.4386125"},
                         {"price_peak", "1.1587"},
                         {"price_flat", "0.702231"},
                         {"price_valley", "0.3381"},
                         {"schedule",
                          "00:00 valley; 06:00 flat; 08:00 peak; 11:00 flat; 18:00 sharp; "
                          "21:00 flat; 22:00 valley"}}});
}

Json meter_row(const MeterSpec& meter) {
    return {{"meter", meter.id},
            {"line", meter.line},
            {"unit", meter.unit},
            {"profile", profile_name(meter.kind)},
            {"number", meter.number},
            {"ct", meter.ct},
            {"pt", meter.pt},
            {"rated_power_w", meter.rated_power_w},
            {"has_relay", true},
            {"mode", "book"},
            {"building", id_of(meter.building)},
            {"floor", meter.floor},
            {"room", meter.room},
            {"alarm1", "50.00"},
            {"alarm2", "10.00"}};
}

/// The wheels begin with 10, 40, 30 and 20 % of the total.
std::string rates_of(const MeterSpec& meter) {
    const std::int64_t counts = meter.energy_centikwh;
    return fmt::format("{}; {}; {}; {}", counts / 10, counts * 4 / 10, counts * 3 / 10,
                       counts * 2 / 10);
}

Json account_row(const MeterSpec& meter, const std::string& read_at) {
    return {{"account", "A-" + meter.id},
            {"customer", "C-" + meter.id},
            {"meter", meter.id},
            {"baseline_at", read_at},
            {"baseline_total", meter.energy_centikwh},
            {"baseline_rates", rates_of(meter)},
            {"baseline_step_wh", step_wh},
            {"baseline_ratio", meter.ct * meter.pt}};
}

}  // namespace

std::string write_register(const Building& building, std::chrono::sys_seconds read_at) {
    const std::string moment = fmt::format("{:%FT%TZ}", read_at);
    Json all{{"site", site_rows(building)},
             {"buildings", building_rows(building)},
             {"gateways", gateway_rows(building)},
             {"lines", line_rows(building)},
             {"tariffs", tariff_rows()}};
    for (const MeterSpec& meter : building.meters) {
        all["meters"].push_back(meter_row(meter));
        all["meter_tariffs"].push_back({{"meter", meter.id},
                                        {"tariff", phases_of(meter.kind) == 3 ? time_of_use : flat},
                                        {"from", effective_from}});
        all["customers"].push_back(
            {{"customer", "C-" + meter.id}, {"name", "Tenant of " + meter.room}});
        all["accounts"].push_back(account_row(meter, moment));
    }
    return all.dump(1);
}

}  // namespace metersim
